//! Names of outputs: `de-id-<name>`, or a pseudonym where the name itself identifies.

use std::path::Path;

use deid_model::OutputFormat;
use deid_model::report::FileFormat;

use crate::file::IdentifiedFile;
use crate::key::Key;

/// When an output gets a pseudonym for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenameMode {
    /// Where the name holds a header value.
    Auto,
    /// Never.
    Keep,
    /// Always.
    Pseudonym,
}

/// The name of an output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputName {
    /// `de-id-…`, without the frame number and extension of [`OutputName::for_frame`].
    base: String,
    as_png: bool,
    /// Whether the original name was replaced.
    pub renamed: bool,
}

impl OutputName {
    /// The name for the output of `file`, whose own name is `name`.
    #[must_use]
    pub fn new(
        name: &str,
        file: &IdentifiedFile,
        key: &Key,
        mode: RenameMode,
        format: OutputFormat,
    ) -> Self {
        let renamed = match mode {
            RenameMode::Keep => false,
            RenameMode::Pseudonym => true,
            RenameMode::Auto => file.identifies(Path::new(name), key),
        };
        let base = if renamed {
            let extension = match file.format() {
                FileFormat::Dicom | FileFormat::Other => "dcm",
                FileFormat::Png => "png",
                FileFormat::Jpeg => "jpg",
            };
            format!("de-id-{}.{extension}", file.pseudonymous_stem(key))
        } else {
            format!("de-id-{name}")
        };
        let as_png = format == OutputFormat::Png && file.format() != FileFormat::Png;
        Self {
            base,
            as_png,
            renamed,
        }
    }

    /// The name of one part: `None` for a single output, else its 0-based frame.
    #[must_use]
    pub fn for_frame(&self, frame: Option<u32>) -> String {
        match (self.as_png, frame) {
            (false, _) => self.base.clone(),
            (true, None) => format!("{}.png", self.base),
            (true, Some(frame)) => format!("{}.f{:04}.png", self.base, frame + 1),
        }
    }
}
