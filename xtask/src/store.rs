//! Two folders to try the embedded store with: the sample images as originals, and a place for outputs.

use std::fs;
use std::path::{Path, PathBuf};

use crate::step::{self, Failure};

/// The folders of originals and of outputs, made and filled on first use.
pub fn folders() -> Result<[PathBuf; 2], Failure> {
    let folders = ["originals", "outputs"].map(|name| step::target().join("store").join(name));
    let [originals, outputs] = &folders;
    let samples = originals.join("samples");
    fs::create_dir_all(outputs)?;
    if !samples.is_dir() {
        fs::create_dir_all(&samples)?;
        copy_samples(&step::root().join("dist/samples"), &samples)?;
    }
    Ok(folders)
}

fn copy_samples(from: &Path, to: &Path) -> Result<(), Failure> {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(name) = name.filter(|name| is_image(name)) else {
            continue;
        };
        fs::copy(&path, to.join(name))?;
    }
    Ok(())
}

/// Thumbnails and the list of samples lie beside the images.
fn is_image(name: &str) -> bool {
    !name.ends_with(".thumb.png") && (name.ends_with(".png") || name.ends_with(".dcm"))
}
