//! The last step on `dist/`: names that change with the content, so that a browser may keep every
//! file but `index.html` forever, and the two facts that the page must know about its worker.

use std::fs;
use std::path::Path;

use crate::hash;
use crate::step::{Failure, Outcome};

const WORKER_WASM: &str = "deid-web-worker_bg.wasm";
const WORKER_MODULE: &str = "deid-web-worker.js";
const WORKER_BOOT: &str = "worker-boot.js";
const PAGE_BOOT: &str = "boot.js";

/// Hashes the names that Trunk left plain and tells `index.html`.
pub fn finish(dist: &Path, build_id: &str) -> Outcome {
    only_what_browsers_have(dist, WORKER_MODULE)?;
    // Innermost first: a name is part of the content of whoever refers to it.
    let wasm = rename(dist, WORKER_WASM, |hash| {
        format!("deid-web-worker-{hash}_bg.wasm")
    })?;
    replace(dist, WORKER_MODULE, WORKER_WASM, &wasm)?;
    let module = rename(dist, WORKER_MODULE, |hash| {
        format!("deid-web-worker-{hash}.js")
    })?;
    replace(dist, WORKER_BOOT, WORKER_MODULE, &module)?;
    let worker = rename(dist, WORKER_BOOT, |hash| format!("worker-{hash}.js"))?;
    let boot = rename(dist, PAGE_BOOT, |hash| format!("boot-{hash}.js"))?;
    replace(dist, "index.html", "/boot.js", &format!("/{boot}"))?;
    replace(dist, "index.html", "@DEID_BUILD_ID@", build_id)?;
    replace(dist, "index.html", "@DEID_WORKER@", &format!("/{worker}"))
}

/// Refuses a module that imports `env`: some crate calls a C function that nothing defines in
/// WebAssembly. It builds without a word and does not start in any browser.
fn only_what_browsers_have(dist: &Path, module: &str) -> Outcome {
    let script = fs::read_to_string(dist.join(module))?;
    if script.contains("from \"env\"") || script.contains("from 'env'") {
        return Err(Failure::new(format!(
            "page: {module} calls C functions that are not there (module `env`)"
        )));
    }
    Ok(())
}

/// Gives a file the name that `name` makes of its content's hash.
fn rename(dist: &Path, file: &str, name: impl Fn(&str) -> String) -> Result<String, Failure> {
    let path = dist.join(file);
    let content =
        fs::read(&path).map_err(|error| Failure::new(format!("page: {file}: {error}")))?;
    let new = name(&hash::of_bytes(&content));
    fs::rename(path, dist.join(&new))?;
    Ok(new)
}

/// Replaces every `old` in a text file, of which there must be one.
fn replace(dist: &Path, file: &str, old: &str, new: &str) -> Outcome {
    let path = dist.join(file);
    let text = fs::read_to_string(&path)?;
    if !text.contains(old) {
        return Err(Failure::new(format!("page: {file} does not mention {old}")));
    }
    fs::write(path, text.replace(old, new))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(folder: &str, worker_wasm: &str) -> Vec<(String, String)> {
        let dist =
            std::env::temp_dir().join(format!("deid-publish-{}-{folder}", std::process::id()));
        fs::create_dir_all(&dist).unwrap();
        let index = r#"<meta content="@DEID_BUILD_ID@"><meta content="@DEID_WORKER@"><script src="/boot.js">"#;
        for (file, text) in [
            (WORKER_WASM, worker_wasm),
            (
                WORKER_MODULE,
                "new URL('deid-web-worker_bg.wasm', import.meta.url)",
            ),
            (WORKER_BOOT, "import init from './deid-web-worker.js';"),
            (PAGE_BOOT, "start()"),
            ("index.html", index),
        ] {
            fs::write(dist.join(file), text).unwrap();
        }
        finish(&dist, "b1")
            .map_err(|failure| failure.to_string())
            .unwrap();
        let entries = fs::read_dir(&dist).unwrap().map(|entry| entry.unwrap());
        let mut files: Vec<_> = entries
            .map(|entry| {
                let name = entry.file_name().into_string().unwrap();
                (name, fs::read_to_string(entry.path()).unwrap())
            })
            .collect();
        files.sort();
        fs::remove_dir_all(dist).unwrap();
        files
    }

    #[test]
    fn every_name_that_a_file_refers_to_is_there() {
        let files = published("names", "decoders");
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names.len(), 5);
        for (name, text) in &files {
            let referred = text
                .split(['\'', '"', '/'])
                .filter(|word| word.ends_with(".js") || word.ends_with(".wasm"));
            for word in referred {
                assert!(names.contains(&word), "{name} refers to {word}");
            }
            assert!(!text.contains('@'), "{name}");
        }
    }

    #[test]
    fn a_worker_that_no_browser_can_start_is_refused() {
        let dist = std::env::temp_dir().join(format!("deid-publish-{}-env", std::process::id()));
        fs::create_dir_all(&dist).unwrap();
        fs::write(dist.join(WORKER_MODULE), "import * as import1 from \"env\"").unwrap();
        let refused = only_what_browsers_have(&dist, WORKER_MODULE).is_err();
        fs::remove_dir_all(dist).unwrap();
        assert!(refused);
    }

    #[test]
    fn another_decoder_changes_every_name_up_to_the_page() {
        let (one, two) = (
            published("one", "decoders"),
            published("two", "other decoders"),
        );
        let same: Vec<&str> = one
            .iter()
            .filter(|file| two.contains(file))
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(same.len(), 1, "{same:?}");
        assert!(same.iter().all(|name| name.starts_with("boot-")));
    }
}
