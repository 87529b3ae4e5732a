//! Where an output goes below the out folder: its place below the input is kept, unless a folder's name identifies.

use std::path::{Component, Path, PathBuf};

use deid_core::{IdentifiedFile, OutputName, Purpose};

pub use deid_core::RenameMode;

use crate::line::Line;

/// The paths of one file's outputs, below the out folder.
pub struct OutputPaths {
    folder: PathBuf,
    name: OutputName,
    /// Whether the name, or that of a folder, was replaced.
    pub renamed: bool,
}

impl OutputPaths {
    /// The paths for the outputs of `file`, which lies at `relative` below its input.
    pub fn new(relative: &Path, file: &IdentifiedFile, line: &Line, mode: RenameMode) -> Self {
        let name = relative.file_name().unwrap_or_default().to_string_lossy();
        let name = OutputName::new(&name, file, &line.key, mode, line.settings.format);
        let mut renamed = name.renamed;
        let mut folder = PathBuf::new();
        for part in relative.parent().into_iter().flat_map(Path::components) {
            let Component::Normal(part) = part else {
                continue;
            };
            let identifies = match mode {
                RenameMode::Keep => false,
                RenameMode::Pseudonym => true,
                RenameMode::Auto => file.identifies(Path::new(part), &line.key),
            };
            if identifies {
                folder.push(pseudonym(part.as_encoded_bytes(), line));
                renamed = true;
            } else {
                folder.push(part);
            }
        }
        Self {
            folder,
            name,
            renamed,
        }
    }

    /// The path of one part: `None` for a single output, else its 0-based frame.
    pub fn of(&self, frame: Option<u32>) -> PathBuf {
        self.folder.join(self.name.for_frame(frame))
    }

    /// The paths of all parts, for a file of `frames` frames.
    pub fn all(&self, frames: u32) -> Vec<PathBuf> {
        let mut paths: Vec<_> = (0..frames)
            .map(|frame| self.of((frames > 1).then_some(frame)))
            .collect();
        // Frames that stay in one file share its name.
        paths.dedup();
        paths
    }
}

/// The same folder gets the same pseudonym, so that its files stay together.
fn pseudonym(folder: &[u8], line: &Line) -> String {
    let digest = line.key.pseudonym(Purpose::Content, folder);
    digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use deid_core::Key;
    use deid_model::{OutputFormat, Settings};

    use crate::line::Reader;

    use super::*;

    /// One grey pixel.
    const PNG: &[u8] =
        b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\
        \x00\x01\x08\x00\x00\x00\x00\x3a\x7e\x9b\x55\x00\x00\x00\x0a\x49\x44\x41\x54\x78\x9c\x63\
        \xa8\x07\x00\x00\x81\x00\x80\xd3\x94\x53\x4a\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\
        \x82";

    fn check(relative: &str, mode: RenameMode, frames: u32) -> (Vec<PathBuf>, bool) {
        let settings = Settings {
            format: OutputFormat::Png,
            ..Settings::DEFAULT
        };
        let line = Line {
            reader: Reader::new(deid_core::Limits::DEFAULT, None).unwrap(),
            amazon: None,
            site: crate::site::SiteArguments::default().read().unwrap(),
            settings,
            key: Key::new([7; 32]),
        };
        let file = line.reader.parse(PNG.to_vec()).unwrap();
        let paths = OutputPaths::new(Path::new(relative), &file, &line, mode);
        (paths.all(frames), paths.renamed)
    }

    #[test]
    fn a_place_below_the_input_is_kept() {
        let (paths, renamed) = check("ward/day 1/a.png", RenameMode::Auto, 1);
        assert_eq!(paths, [Path::new("ward/day 1/de-id-a.png")]);
        assert!(!renamed);
        // A picture stays one file, however many frames are asked for.
        assert_eq!(
            check("a.png", RenameMode::Keep, 3).0,
            [Path::new("de-id-a.png")]
        );
    }

    #[test]
    fn a_pseudonymous_place_says_nothing_and_keeps_files_together() {
        let (paths, renamed) = check("ward/a.png", RenameMode::Pseudonym, 1);
        let shown = paths[0].to_string_lossy().into_owned();
        assert!(
            renamed && !shown.contains("ward") && !shown.contains("a.png"),
            "{shown}"
        );
        assert_eq!(
            paths[0].parent(),
            check("ward/b.png", RenameMode::Pseudonym, 1).0[0].parent()
        );
        let name = paths[0].file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(
            (name.len(), &name[..6], &name[38..]),
            (42, "de-id-", ".png")
        );
    }
}
