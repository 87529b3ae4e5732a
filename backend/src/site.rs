//! What a site brings beside the files: lists of what is kept and redacted, overlays of its devices, identifying values.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use deid_core::{DraftPlan, IdentifiedFile};
use deid_model::IdentifyingValue;
use deid_rules::catalogue::{Catalogue, Picture};
use deid_rules::{Case, Rules, SiteLists};

use crate::seeds::Seeds;

/// Options that name a site's files.
#[derive(Debug, Default, Args)]
pub struct SiteArguments {
    /// Texts that are kept, one a line; /…/ is a regular expression. Never releases what the header names
    #[arg(long, value_name = "FILE")]
    allow: Option<PathBuf>,
    /// Texts that are always painted over, one a line; /…/ is a regular expression
    #[arg(long, value_name = "FILE")]
    deny: Option<PathBuf>,
    /// Overlays of your devices, beside the built-in ones: a script of the CTP `DicomPixelAnonymizer`, or a recipe of
    /// pydicom's deid; may be given several times
    #[arg(long, value_name = "FILE")]
    catalogue: Vec<PathBuf>,
    /// Identifying values for files whose header lacks them: a CSV table whose first column names the file (* is every
    /// file), the others are DICOM keywords such as `PatientName`
    #[arg(long, value_name = "CSV")]
    seeds: Option<PathBuf>,
}

/// The same, read.
#[derive(Debug)]
pub struct Site {
    lists: SiteLists,
    catalogue: Catalogue,
    seeds: Seeds,
}

impl SiteArguments {
    /// Reads the files.
    ///
    /// # Errors
    /// Where one cannot be read or understood; the message names file and line, never what stands there.
    pub fn read(&self) -> anyhow::Result<Site> {
        let optional = |path: &Option<PathBuf>| path.as_deref().map_or(Ok(String::new()), text);
        let mut catalogue = Catalogue::builtin();
        for path in &self.catalogue {
            catalogue.extend(read_catalogue(path)?);
        }
        Ok(Site {
            lists: SiteLists::parse(&optional(&self.allow)?, &optional(&self.deny)?)?,
            catalogue,
            seeds: match &self.seeds {
                Some(path) => Seeds::parse(&text(path)?)
                    .with_context(|| format!("cannot use {}", path.display()))?,
                None => Seeds::default(),
            },
        })
    }
}

impl Site {
    /// The rules for one file, by its header, what the headers of its study say, and what the seeds say of it under the name
    /// that it has below the input.
    pub fn rules(&self, file: &IdentifiedFile, name: &Path, study: &[IdentifyingValue]) -> Rules {
        let mut identifying = file.identifying_values();
        let others = study.iter().filter(|value| !identifying.contains(value));
        let others: Vec<_> = others.cloned().collect();
        identifying.extend(others);
        identifying.extend(self.seeds.of(name));
        self.rules_of(file.modality().as_deref(), &identifying)
    }

    /// The rules for a picture without a header, by what the seeds say of it alone.
    pub fn rules_beside(&self, name: &Path) -> Rules {
        self.rules_of(None, &self.seeds.of(name))
    }

    fn rules_of(&self, modality: Option<&str>, identifying: &[IdentifyingValue]) -> Rules {
        Rules::new(&Case {
            modality,
            identifying,
            lists: &self.lists,
        })
    }

    /// A draft for one file that holds the areas which are redacted whatever is found there.
    pub fn draft(&self, file: &IdentifiedFile) -> DraftPlan {
        let mut draft = DraftPlan::new(file);
        let picture = Picture {
            size: file.size(),
            value_of: &|attribute| file.value_at(attribute.path()),
            regions: &file.ultrasound_regions(),
        };
        for known in self.catalogue.known_areas(&picture) {
            draft.add_area(known.area, known.reason, &known.source);
        }
        draft
    }
}

fn read_catalogue(path: &Path) -> anyhow::Result<Catalogue> {
    let script = text(path)?;
    let is_recipe = script
        .lines()
        .any(|line| line.trim_start().starts_with("FORMAT "));
    let read = if is_recipe {
        Catalogue::from_recipe(&script)
    } else {
        Catalogue::from_ctp(&script)
    };
    read.with_context(|| format!("cannot use {}", path.display()))
}

fn text(path: &Path) -> anyhow::Result<String> {
    let read = fs::read_to_string(path);
    let text = read.with_context(|| format!("cannot read {}", path.display()))?;
    if text.trim().is_empty() {
        bail!("{} is empty", path.display());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(name: &str, content: &str) -> anyhow::Result<Site> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        let mut arguments = SiteArguments::default();
        match name {
            "allow" => arguments.allow = Some(path),
            "seeds" => arguments.seeds = Some(path),
            _ => arguments.catalogue.push(path),
        }
        arguments.read()
    }

    #[test]
    fn nothing_given_is_the_built_in_catalogue_alone() {
        let site = SiteArguments::default().read().unwrap();
        assert!(site.lists.is_empty());
        let builtin = Catalogue::builtin().signatures().len();
        assert_eq!(site.catalogue.signatures().len(), builtin);
    }

    #[test]
    fn overlays_are_read_in_either_form() {
        let ctp = "{ Manufacturer.containsIgnoreCase(\"heron\") }\n(0,0,100,20)";
        let recipe = "FORMAT dicom\n%filter graylist\nLABEL heron\n\
            contains Manufacturer heron\n  coordinates 0,0,100,20\n";
        for script in [ctp, recipe] {
            let count = site("catalogue", script)
                .unwrap()
                .catalogue
                .signatures()
                .len();
            assert_eq!(
                count,
                Catalogue::builtin().signatures().len() + 1,
                "{script}"
            );
        }
    }

    #[test]
    fn a_wrong_file_is_told_without_its_content() {
        for (name, content) in [
            ("allow", "/(secret/"),
            ("seeds", "secret"),
            ("catalogue", "{ secret"),
        ] {
            let problem = format!("{:#}", site(name, content).unwrap_err());
            assert!(!problem.contains("secret"), "{problem}");
        }
        assert!(site("allow", " \n").is_err());
    }
}
