//! Which sections of the lists hold for a modality.

/// For each family of devices whose pictures share their abbreviations: codes of DICOM's Modality (PS3.3 C.7.3.1.1.1), and
/// the names of the sections that hold.
const FAMILIES: [(&[&str], &[&str]); 10] = [
    (&["US", "BDUS", "IVUS"], &["US"]),
    (&["MG"], &["MG"]),
    (&["CR", "DX", "DR", "RG", "PX", "IO", "BMD"], &["DX"]),
    (&["CT", "RTIMAGE", "RTDOSE", "RTPLAN", "RTSTRUCT"], &["CT"]),
    (&["MR", "MS", "MA"], &["MR"]),
    (&["XA", "RF", "DSA"], &["XA"]),
    (&["NM", "ST"], &["NM", "CT"]),
    (&["PT", "PET"], &["PT", "NM", "CT", "MR"]),
    (&["ES", "XC", "GM", "SM", "DMS"], &["ES"]),
    (&["OP", "OPT", "OPM", "OPV", "OCT"], &["OP"]),
];

/// The family of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Family {
    /// Place in [`FAMILIES`]; their number where nothing is known.
    index: usize,
}

impl Family {
    /// How many there are, the unknown one included.
    pub const COUNT: usize = FAMILIES.len() + 1;

    /// The family of `modality`; the unknown one where it says little about the picture, as OT does.
    pub fn of(modality: Option<&str>) -> Self {
        let code = modality.unwrap_or_default().trim().to_ascii_uppercase();
        let index = FAMILIES
            .iter()
            .position(|(codes, _)| codes.contains(&code.as_str()))
            .unwrap_or(FAMILIES.len());
        Self { index }
    }

    /// Its number, below [`Self::COUNT`].
    pub const fn index(self) -> usize {
        self.index
    }

    fn names(self) -> Option<&'static [&'static str]> {
        FAMILIES.get(self.index).map(|(_, names)| *names)
    }

    /// Nothing is known about the picture.
    pub fn is_unknown(self) -> bool {
        self.names().is_none()
    }

    /// Pictures on which letters of lead tell sides, and technicians by their initials.
    pub fn has_lead_letters(self) -> bool {
        matches!(self.names(), Some(["DX" | "MG"]))
    }

    /// Whether the lines below the section header `[scope]` hold: `*` always; `US MR` for these and where nothing is
    /// known; `only CT` for these.
    pub fn includes(self, scope: &str) -> bool {
        if scope == "*" {
            return true;
        }
        let (strict, scope) = match scope.strip_prefix("only ") {
            Some(scope) => (true, scope),
            None => (false, scope),
        };
        match self.names() {
            None => !strict,
            Some(names) => scope
                .split_whitespace()
                .any(|family| names.contains(&family)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_hold_for_their_modalities() {
        let cases = [
            (Some("CR"), "DX", true),
            (Some("CR"), "US MR", false),
            (Some("PT"), "CT", true),
            (Some("us "), "only US", true),
            (None, "US", true),
            (Some("OT"), "only US", false),
            (None, "*", true),
        ];
        for (modality, scope, holds) in cases {
            assert_eq!(Family::of(modality).includes(scope), holds, "{scope}");
        }
    }
}
