//! How categories are shown: a code of two letters, a word, and a family that has a color.

use deid_model::PhiCategory;

/// The look of a category. Color tells the family only; the code says it without color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// Two letters.
    pub code: &'static str,
    /// The category in a word or two.
    pub word: &'static str,
    /// The suffix of the CSS classes `region--` and `tag--`.
    pub family: &'static str,
}

/// How text of `category` is shown.
pub const fn appearance(category: PhiCategory) -> Appearance {
    let (code, word, family) = match category {
        PhiCategory::Name => ("NA", "Name", "person"),
        PhiCategory::Profession => ("PR", "Profession", "person"),
        PhiCategory::Date => ("DA", "Date", "time"),
        PhiCategory::Age => ("AG", "Age", "time"),
        PhiCategory::Id => ("ID", "Number", "number"),
        PhiCategory::Address => ("AD", "Address", "place"),
        PhiCategory::Institution => ("IN", "Institution", "place"),
        PhiCategory::PhoneOrFax => ("PH", "Phone or fax", "contact"),
        PhiCategory::Email => ("EM", "E-mail", "contact"),
        PhiCategory::Url => ("UR", "Web address", "contact"),
        PhiCategory::Unknown => ("??", "Not read", "unread"),
        PhiCategory::Harmless => ("OK", "Harmless", "harmless"),
    };
    Appearance { code, word, family }
}

/// How a box that a person drew is shown.
pub const DRAWN: Appearance = Appearance {
    code: "DR",
    word: "Drawn",
    family: "unread",
};

/// How text is shown that was read and is of no known kind.
pub const OF_NO_KNOWN_KIND: Appearance = Appearance {
    code: "??",
    word: "Of no known kind",
    family: "unread",
};

/// How a place is shown that is known without looking at what it says.
pub const AREA: Appearance = Appearance {
    code: "AR",
    word: "Area",
    family: "unread",
};
