//! What the Basic Profile does to one attribute (PS3.15 Table E.1-1 and E.1-1a).

use dicom_core::Tag;

use super::annex_e::TABLE_E1_1;

/// An action code of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableAction {
    /// Replace by a dummy.
    D,
    /// Empty, or a dummy.
    Z,
    /// Remove.
    X,
    /// Replace the UID.
    U,
    /// Remove, unless Type 2.
    Xz,
    /// Remove, unless Type 1.
    Xd,
    /// Remove, unless Type 2 or 1.
    Xzd,
    /// Empty, unless Type 1.
    Zd,
    /// Remove, unless Type 2, unless a Type 1 sequence of references.
    Xzu,
}

/// What is done to an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderAction {
    /// Not in the table: kept, sequences cleaned inside.
    Keep,
    /// Removed.
    Remove,
    /// Value removed.
    Empty,
    /// Value replaced by a valid dummy.
    Dummy,
    /// UIDs replaced, in sequences those inside.
    ReplaceUid,
}

/// The action on the attribute `tag`, in any Information Object Definition.
///
/// A compound code stands for "the first one unless the attribute's Type asks for a later one".
/// The latter is valid for every Type, so it is what is done: a Type 1 attribute never ends up empty.
#[must_use]
pub fn action_for(tag: Tag) -> HeaderAction {
    let Tag(group, element) = tag;
    let private = group % 2 == 1;
    // Command and directory groups do not belong into an image file, group lengths are retired, and
    // curves (50xx) and overlays (60xx) go as a whole: the table lists their values only.
    let out_of_place = group < 0x0008 || element == 0;
    let repeating = matches!(group >> 8, 0x50 | 0x60);
    if private || out_of_place || repeating {
        return HeaderAction::Remove;
    }
    let number = u32::from(group) << 16 | u32::from(element);
    match TABLE_E1_1.binary_search_by_key(&number, |&(tag, _)| tag) {
        Err(_) => HeaderAction::Keep,
        Ok(row) => match TABLE_E1_1
            .get(row)
            .map_or(TableAction::X, |&(_, action)| action)
        {
            TableAction::X => HeaderAction::Remove,
            TableAction::Z | TableAction::Xz => HeaderAction::Empty,
            TableAction::D | TableAction::Xd | TableAction::Xzd | TableAction::Zd => {
                HeaderAction::Dummy
            }
            TableAction::U | TableAction::Xzu => HeaderAction::ReplaceUid,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_complete() {
        assert_eq!(TABLE_E1_1.len(), 653);
        assert!(TABLE_E1_1.is_sorted_by_key(|&(tag, _)| tag));
    }

    #[test]
    fn actions_follow_the_table() {
        for (tag, action) in [
            (Tag(0x0010, 0x0010), HeaderAction::Empty),
            (Tag(0x0010, 0x0020), HeaderAction::Dummy),
            (Tag(0x0008, 0x0018), HeaderAction::ReplaceUid),
            (Tag(0x0008, 0x1140), HeaderAction::ReplaceUid),
            (Tag(0x0008, 0x0081), HeaderAction::Remove),
            (Tag(0x0008, 0x0060), HeaderAction::Keep),
            (Tag(0x0009, 0x1001), HeaderAction::Remove),
            (Tag(0x6002, 0x3000), HeaderAction::Remove),
            (Tag(0x5000, 0x0010), HeaderAction::Remove),
            (Tag(0x0088, 0x0200), HeaderAction::Remove),
            (Tag(0x0028, 0x0010), HeaderAction::Keep),
        ] {
            assert_eq!(action_for(tag), action, "{tag:?}");
        }
    }
}
