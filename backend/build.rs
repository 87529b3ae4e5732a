//! Asks for a new build when the page changes, where it is embedded: a release build embeds `../dist`, others read it
//! as they run, and need no build.

fn main() {
    let embeds = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    println!(
        "cargo:rerun-if-changed={}",
        if embeds { "../dist" } else { "build.rs" }
    );
}
