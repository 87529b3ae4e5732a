//! What a caller may do: all of it on their own computer, what their groups give them elsewhere.

use deid_model::{ObjectKey, ObjectPrefix};

use super::configuration::Group;
use super::problem::ApiError;
use super::sign_in::Identity;

/// Somebody who asks, and what they may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// As the audit log calls them.
    pub who: String,
    /// Whether they may send pictures to Amazon.
    pub cloud: bool,
    /// Stores they see.
    pub stores: Vec<StoreRight>,
}

/// What a caller may do with a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreRight {
    /// Which store.
    pub alias: String,
    /// Folders of originals they may list and read; an empty one means all.
    pub originals: Vec<ObjectPrefix>,
    /// Folder their outputs go below.
    pub outputs: ObjectPrefix,
}

impl Caller {
    /// What `identity` may do: where groups do not matter, everything with every store of `aliases`.
    pub fn new<'a>(
        identity: Identity,
        groups: &[Group],
        aliases: impl Iterator<Item = &'a str>,
    ) -> Self {
        let Some(memberships) = identity.groups else {
            return Self {
                who: identity.who,
                cloud: true,
                stores: aliases.map(StoreRight::all).collect(),
            };
        };
        let groups = groups
            .iter()
            .filter(|group| memberships.contains(&group.name));
        let mut caller = Self {
            who: identity.who,
            cloud: false,
            stores: Vec::new(),
        };
        for group in groups {
            caller.cloud |= group.cloud;
            for grant in &group.stores {
                caller.allow(
                    &grant.alias,
                    &grant.originals_prefixes,
                    &grant.outputs_prefix,
                );
            }
        }
        caller
    }

    /// The right to a store; a store without one is as good as not there.
    ///
    /// # Errors
    /// [`ApiError::UnknownStore`]
    pub fn store(&self, alias: &str) -> Result<&StoreRight, ApiError> {
        self.stores
            .iter()
            .find(|right| right.alias == alias)
            .ok_or(ApiError::UnknownStore)
    }

    /// Adds folders to read. Outputs go where the first group says.
    fn allow(&mut self, alias: &str, originals: &[ObjectPrefix], outputs: &ObjectPrefix) {
        let everything = [ObjectPrefix::default()];
        let originals = if originals.is_empty() {
            &everything
        } else {
            originals
        };
        match self.stores.iter_mut().find(|right| right.alias == alias) {
            Some(right) => right.originals.extend_from_slice(originals),
            None => self.stores.push(StoreRight {
                alias: alias.into(),
                originals: originals.to_vec(),
                outputs: outputs.clone(),
            }),
        }
    }
}

impl StoreRight {
    fn all(alias: &str) -> Self {
        Self {
            alias: alias.into(),
            originals: vec![ObjectPrefix::default()],
            outputs: ObjectPrefix::default(),
        }
    }

    /// Whether the original may be read.
    pub fn may_read(&self, key: &ObjectKey) -> bool {
        self.originals
            .iter()
            .any(|folder| key.as_str().starts_with(folder.as_str()))
    }

    /// Whether everything in the folder may be read.
    pub fn may_list(&self, folder: &ObjectPrefix) -> bool {
        self.originals
            .iter()
            .any(|own| folder.as_str().starts_with(own.as_str()))
    }

    /// Folders directly below `folder` on the way to those that may be read.
    pub fn ways_down(&self, folder: &ObjectPrefix) -> Vec<String> {
        let step = |own: &ObjectPrefix| {
            let rest = own.as_str().strip_prefix(folder.as_str())?;
            let end = rest.find('/')?;
            Some(format!("{}{}/", folder.as_str(), rest.get(..end)?))
        };
        let mut steps: Vec<String> = self.originals.iter().filter_map(step).collect();
        steps.sort();
        steps.dedup();
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::configuration::StoreGrant;

    fn prefix(text: &str) -> ObjectPrefix {
        ObjectPrefix::new(text).unwrap()
    }

    fn group(name: &str, cloud: bool, folders: &[&str]) -> Group {
        Group {
            name: name.into(),
            cloud,
            stores: vec![StoreGrant {
                alias: "trial".into(),
                originals_prefixes: folders.iter().copied().map(prefix).collect(),
                outputs_prefix: prefix(&format!("{name}/")),
            }],
        }
    }

    fn caller(groups: Option<&[&str]>) -> Caller {
        let identity = Identity {
            who: "x".into(),
            groups: groups.map(|names| names.iter().map(|&name| name.into()).collect()),
        };
        let known = [
            group("a", true, &["north/ct/", "south/"]),
            group("b", false, &["west/"]),
        ];
        Caller::new(identity, &known, ["trial", "local"].into_iter())
    }

    #[test]
    fn where_groups_do_not_matter_everything_is_allowed() {
        let caller = caller(None);
        assert!(caller.cloud);
        assert_eq!(caller.stores.len(), 2);
        assert!(
            caller
                .store("local")
                .unwrap()
                .may_read(&ObjectKey::new("x/y").unwrap())
        );
    }

    #[test]
    fn nobody_without_a_group_sees_anything() {
        for groups in [&[][..], &["c"], &["A"], &["a "]] {
            let caller = caller(Some(groups));
            assert!(!caller.cloud && caller.stores.is_empty(), "{groups:?}");
            assert_eq!(caller.store("trial").err(), Some(ApiError::UnknownStore));
        }
    }

    #[test]
    fn groups_add_up_and_the_first_one_says_where_outputs_go() {
        let caller = caller(Some(&["b", "a"]));
        let right = caller.store("trial").unwrap();
        assert_eq!(right.outputs.as_str(), "a/");
        for (key, is_allowed) in [
            ("north/ct/x", true),
            ("west/x", true),
            ("north/mr/x", false),
            ("north", false),
        ] {
            assert_eq!(
                right.may_read(&ObjectKey::new(key).unwrap()),
                is_allowed,
                "{key}"
            );
        }
    }

    #[test]
    fn folders_on_the_way_to_what_may_be_read_are_shown_and_nothing_else() {
        let caller = caller(Some(&["a"]));
        let right = caller.store("trial").unwrap();
        assert_eq!(right.ways_down(&prefix("")), ["north/", "south/"]);
        assert_eq!(right.ways_down(&prefix("north/")), ["north/ct/"]);
        assert!(right.ways_down(&prefix("east/")).is_empty());
        assert!(right.may_list(&prefix("north/ct/1/")) && !right.may_list(&prefix("north/")));
    }
}
