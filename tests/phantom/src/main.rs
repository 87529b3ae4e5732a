//! Writes phantoms to a folder: `phantom samples|catalog|bench|hostile DIR`.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use deid_phantom::{Built, big, catalog, hostile, page};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["samples", folder] => samples(Path::new(folder)),
        ["catalog", folder] => quick(Path::new(folder)),
        ["bench", folder] => bench(Path::new(folder)),
        ["hostile", folder] => bad(Path::new(folder)),
        _ => {
            eprintln!("usage: phantom samples|catalog|bench|hostile DIR");
            return ExitCode::FAILURE;
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("phantom: {error}");
            ExitCode::FAILURE
        }
    }
}

fn samples(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let samples = page::samples();
    for sample in &samples {
        std::fs::write(folder.join(sample.file), &sample.built.bytes)?;
        std::fs::write(folder.join(sample.thumb), &sample.picture)?;
    }
    let index = serde_json::to_vec_pretty(&page::index(&samples))?;
    std::fs::write(folder.join("index.json"), index)
}

fn quick(folder: &Path) -> io::Result<()> {
    for case in catalog() {
        write(folder, case.name, &(case.build)())?;
    }
    Ok(())
}

fn bench(folder: &Path) -> io::Result<()> {
    for case in big::large() {
        write(&folder.join("large"), case.name, &(case.build)())?;
    }
    for number in 0..100 {
        write(
            &folder.join("mixed"),
            &format!("image{number:03}"),
            &big::mixed(number),
        )?;
    }
    Ok(())
}

/// The image into `images`, its truth into `truth`, so that a run over the images meets no other file.
fn write(folder: &Path, name: &str, built: &Built) -> io::Result<()> {
    let (images, truths) = (folder.join("images"), folder.join("truth"));
    std::fs::create_dir_all(&images)?;
    std::fs::create_dir_all(&truths)?;
    std::fs::write(
        images.join(format!("{name}.{}", built.extension)),
        &built.bytes,
    )?;
    let truth = serde_json::to_vec_pretty(&built.truth.to_json())?;
    std::fs::write(truths.join(format!("{name}.json")), truth)?;
    std::fs::write(
        truths.join(format!("{name}.glyphs.png")),
        built.truth.glyph_png(),
    )
}

fn bad(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, bytes) in hostile::hostile() {
        std::fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}
