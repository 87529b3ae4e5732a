//! The lists in memory: word sequences with their kind.

use std::sync::OnceLock;

use super::family::Family;
use super::fold::{confusions, look_of, with_digraphs};
use super::form::shape_of;
use super::hash::TermMap;
use super::kind::Kind;
use super::run::runs;

/// Shapes of words, see [`super::form`].
const FORMS: &str = include_str!("words/form.txt");

/// What a list says about a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub kind: Kind,
    /// Marked `?`: also a name, so harmless in company only.
    pub doubtful: bool,
    /// So short that it may be someone's initials here: harmless beside a measurement or a longer harmless word.
    pub initials: bool,
    /// One list says that it is a unit, whatever else it is.
    pub unit: bool,
    /// Most digits of a number that belongs to it.
    pub digits_after: usize,
}

/// Terms of the lists that hold for one modality. The lists never change, and reading them takes longer than judging a
/// picture: each lexicon is made once, when it is first asked for.
pub(super) struct Lexicon {
    /// Chunks of a term, parted by one space.
    terms: TermMap<Entry>,
    /// For every chunk of a term, how many chunks the longest term has that starts with it; 0 where none does.
    chunks: TermMap<usize>,
    /// Chunks by their look, for those of five letters and more.
    looks: TermMap<Vec<String>>,
    /// Shapes of words that hold numbers.
    forms: TermMap<()>,
}

impl Lexicon {
    /// Everything that holds for `family`.
    pub fn of(family: Family) -> &'static Self {
        static MADE: [OnceLock<Lexicon>; Family::COUNT] =
            [const { OnceLock::new() }; Family::COUNT];
        match MADE.get(family.index()) {
            Some(made) => made.get_or_init(|| Self::new(family)),
            None => Self::of_markers(),
        }
    }

    fn new(family: Family) -> Self {
        let mut lexicon = Self::empty();
        for (kind, list) in Kind::LISTS {
            lexicon.add(kind, list, family);
        }
        lexicon.add_looks();
        for form in terms_for(FORMS, family) {
            if let Some(shape) = shape_of(form) {
                lexicon.forms.insert(shape, ());
            }
        }
        lexicon
    }

    /// Exact laterality, view and position tokens: none that may be a name.
    pub fn of_markers() -> &'static Self {
        static MADE: OnceLock<Lexicon> = OnceLock::new();
        MADE.get_or_init(Self::new_of_markers)
    }

    fn new_of_markers() -> Self {
        let mut lexicon = Self::empty();
        for (kind, list) in Kind::LISTS {
            if kind.is_marker() {
                lexicon.add(kind, list, Family::of(None));
            }
        }
        lexicon.terms.retain(|_, entry| !entry.doubtful);
        lexicon
    }

    fn empty() -> Self {
        Self {
            terms: TermMap::with_capacity_and_hasher(16_384, Default::default()),
            chunks: TermMap::with_capacity_and_hasher(16_384, Default::default()),
            looks: TermMap::default(),
            forms: TermMap::default(),
        }
    }

    fn add(&mut self, kind: Kind, list: &str, family: Family) {
        let mut holds = true;
        let mut everywhere = true;
        for line in list.lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(scope) = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                holds = family.includes(scope);
                everywhere = scope == "*";
            } else if holds {
                let (term, mut entry) = entry_from_line(kind, line);
                let letters = term.chars().filter(|c| c.is_alphanumeric()).count();
                // Where the modality is not known, its abbreviations may be initials.
                entry.doubtful |= family.is_unknown() && !everywhere && letters <= 2;
                entry.initials = family.has_lead_letters() && may_be_initials(kind, term);
                self.insert(term, entry);
                if let Some(spelled) = with_digraphs(term) {
                    self.insert(&spelled, entry);
                }
            }
        }
    }

    fn insert(&mut self, term: &str, entry: Entry) {
        let chunks: Vec<String> = runs(term).into_iter().map(|run| run.folded).collect();
        for (at, chunk) in chunks.iter().enumerate() {
            let length = if at == 0 { chunks.len() } else { 0 };
            match self.chunks.get_mut(chunk) {
                Some(longest) => *longest = length.max(*longest),
                None => {
                    self.chunks.insert(chunk.clone(), length);
                }
            }
        }
        // A term of two lists is of the first kind, and doubtful where one of them says so; but a side stays one
        // though its letter is a doubtful name of something else.
        let known = self.terms.entry(chunks.join(" ")).or_insert(entry);
        known.doubtful |= entry.doubtful && term.len() > 2;
        known.unit |= entry.unit;
        if entry.kind == Kind::Glue && !known.kind.is_marker() && term.len() > 1 {
            known.doubtful |= known.kind != Kind::Glue;
            known.initials = false;
        }
        known.initials &= entry.initials;
        known.digits_after = known.digits_after.max(entry.digits_after);
    }

    fn add_looks(&mut self) {
        for (term, entry) in &self.terms {
            let chunks = term.split(' ').filter(|chunk| is_long(chunk));
            for chunk in chunks.filter(|_| !entry.doubtful) {
                let alike = self.looks.entry(look_of(chunk)).or_default();
                if !alike.iter().any(|known| known == chunk) {
                    alike.push(chunk.to_owned());
                }
            }
        }
    }

    /// Whether `chunk` is part of a term.
    pub fn knows(&self, chunk: &str) -> bool {
        self.chunks.contains_key(chunk)
    }

    /// Whether a word of this shape is harmless.
    pub fn has_form(&self, shape: &str) -> bool {
        self.forms.contains_key(shape)
    }

    /// Whether `chunk` is a term by itself, and no name.
    pub fn is_firm(&self, chunk: &str) -> bool {
        let entry = self.terms.get(chunk);
        entry.is_some_and(|entry| !entry.doubtful && entry.kind != Kind::Glue)
    }

    /// The one chunk of five letters or more that one confusion parts from `chunk`.
    pub fn meant(&self, chunk: &str) -> Option<&str> {
        if !is_long(chunk) || self.knows(chunk) {
            return None;
        }
        let alike = self.looks.get(&look_of(chunk))?.iter();
        let mut alike = alike.filter(|known| confusions(chunk, known) == Some(1));
        match (alike.next(), alike.next()) {
            (Some(known), None) => Some(known),
            _ => None,
        }
    }

    /// The longest term that `chunks` start with, and how many of them it has.
    pub fn longest<'a>(&self, mut chunks: impl Iterator<Item = &'a str>) -> Option<(usize, Entry)> {
        let first = chunks.next()?;
        let most = *self.chunks.get(first)?;
        let mut key = first.to_owned();
        let mut best = self.terms.get(&key).map(|entry| (1, *entry));
        for (more, chunk) in chunks.take(most.saturating_sub(1)).enumerate() {
            key.push(' ');
            key.push_str(chunk);
            if let Some(entry) = self.terms.get(&key) {
                best = Some((more + 2, *entry));
            }
        }
        best
    }
}

/// The lines of `list` that hold for `family`.
fn terms_for(list: &'static str, family: Family) -> impl Iterator<Item = &'static str> {
    let mut holds = true;
    list.lines().map(str::trim).filter(move |line| {
        let scope = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        if let Some(scope) = scope {
            holds = family.includes(scope);
            return false;
        }
        holds && !line.is_empty() && !line.starts_with("# ")
    })
}

/// A line of a list: the term, then `?` for a doubtful one, `#` for one that a number may follow.
fn entry_from_line(kind: Kind, line: &str) -> (&str, Entry) {
    let (term, marks) = match line.rsplit_once(' ') {
        Some((term, marks)) if matches!(marks, "?" | "#" | "?#") => (term, marks),
        _ => (line, ""),
    };
    let digits_after = if marks.contains('#') { 3 } else { 0 };
    let entry = Entry {
        kind,
        doubtful: marks.contains('?'),
        initials: false,
        unit: kind == Kind::Unit,
        digits_after: kind.digits_after().max(digits_after),
    };
    (term, entry)
}

/// A word of two or three letters. Sides, views and positions are known too well to be taken for initials; so are other
/// words of three letters but the abbreviations of parameters.
fn may_be_initials(kind: Kind, term: &str) -> bool {
    let most = match kind {
        Kind::Laterality | Kind::View | Kind::Position => return false,
        Kind::Technique | Kind::Counter | Kind::Finding | Kind::Control | Kind::Preset => 3,
        _ => 2,
    };
    term.len() <= most && term.chars().all(|c| c.is_ascii_alphabetic())
}

/// Five letters or more: shorter words become others by one confusion.
fn is_long(chunk: &str) -> bool {
    chunk.chars().count() >= 5 && chunk.chars().any(|c| c.is_ascii_alphabetic())
}
