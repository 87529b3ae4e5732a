//! The program that draws synthetic images.

use std::process::Command;

use crate::step::{self, Profile};

/// `phantom`, compiled with `profile`; what it shall draw, and where, is to be added.
pub fn command(profile: Profile) -> Command {
    let mut cargo = step::cargo();
    let package = ["-p", "deid-phantom", "--bin", "phantom"];
    cargo.args(["run", "--locked", "--quiet"]).args(package);
    cargo.args(profile.options()).arg("--");
    cargo
}
