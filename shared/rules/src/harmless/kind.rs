//! The kinds of harmless words: one list of `words/` each.

/// Kind of a harmless word, in order of precedence: a term of two lists is of the first kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Laterality,
    View,
    Position,
    Unit,
    Technique,
    Counter,
    Anatomy,
    Finding,
    Contrast,
    Protocol,
    Modality,
    Control,
    Preset,
    Vendor,
    Annotation,
    Label,
    Heading,
    /// Function words: harmless between harmless words only.
    Glue,
}

impl Kind {
    /// All of them, with their lists.
    pub const LISTS: [(Self, &'static str); 18] = [
        (Self::Laterality, include_str!("words/laterality.txt")),
        (Self::View, include_str!("words/view.txt")),
        (Self::Position, include_str!("words/position.txt")),
        (Self::Unit, include_str!("words/unit.txt")),
        (Self::Technique, include_str!("words/technique.txt")),
        (Self::Counter, include_str!("words/counter.txt")),
        (Self::Anatomy, include_str!("words/anatomy.txt")),
        (Self::Finding, include_str!("words/finding.txt")),
        (Self::Contrast, include_str!("words/contrast.txt")),
        (Self::Protocol, include_str!("words/protocol.txt")),
        (Self::Modality, include_str!("words/modality.txt")),
        (Self::Control, include_str!("words/control.txt")),
        (Self::Preset, include_str!("words/preset.txt")),
        (Self::Vendor, include_str!("words/vendor.txt")),
        (Self::Annotation, include_str!("words/annotation.txt")),
        (Self::Label, include_str!("words/label.txt")),
        (Self::Heading, include_str!("words/heading.txt")),
        (Self::Glue, include_str!("words/glue.txt")),
    ];

    /// Its name, as an opinion's source.
    pub const fn source(self) -> &'static str {
        match self {
            Self::Laterality => "laterality",
            Self::View => "view",
            Self::Position => "position",
            Self::Unit => "unit",
            Self::Technique => "technique",
            Self::Counter => "counter",
            Self::Anatomy => "anatomy",
            Self::Finding => "finding",
            Self::Contrast => "contrast",
            Self::Protocol => "protocol",
            Self::Modality => "modality",
            Self::Control => "control",
            Self::Preset => "preset",
            Self::Vendor => "vendor",
            Self::Annotation => "annotation",
            Self::Label => "label",
            Self::Heading => "heading",
            Self::Glue => "function-word",
        }
    }

    /// Laterality, view and position: what stays in a picture of which nothing is known.
    pub const fn is_marker(self) -> bool {
        matches!(self, Self::Laterality | Self::View | Self::Position)
    }

    /// Whether a word of this kind makes a doubtful word beside it harmless. Labels introduce names, and names of
    /// vendors stand beside those of owners.
    pub const fn supports(self) -> bool {
        !matches!(
            self,
            Self::Label | Self::Vendor | Self::Heading | Self::Glue
        )
    }

    /// Most digits before the decimal point of a number that belongs to the word before it; 0 where none belongs.
    pub const fn digits_after(self) -> usize {
        match self {
            Self::Technique => 5,
            Self::Unit | Self::Counter | Self::Control | Self::Finding => 4,
            Self::Contrast => 3,
            _ => 0,
        }
    }
}
