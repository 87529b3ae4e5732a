//! Identifying values that a site knows of files whose header lacks them: `--seeds CSV`.

use std::path::Path;

use deid_model::{IdentifierKind, IdentifyingValue};

/// The table: which files a row is about, and its values.
#[derive(Debug, Default)]
pub struct Seeds {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    file: String,
    values: Vec<IdentifyingValue>,
}

/// The table cannot be used. Never tells a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeedsError {
    /// Not CSV, or a row of another length than the first.
    #[error("line {line} is not a row of the table")]
    Row {
        /// From 1.
        line: u64,
    },
    /// The first row names columns; the one with this number, from 1, has no known name.
    #[error(
        "column {0} has no known name: the first column is `file`, the others are DICOM keywords such as PatientName"
    )]
    Column(usize),
    /// A column of values is needed beside the file's.
    #[error("the table has no column of values")]
    NoValues,
}

/// What the values of a column are, by its name: a keyword, or what it holds in a word.
fn kind_of(column: &str) -> Option<IdentifierKind> {
    let name = column.to_lowercase().replace([' ', '_', '-'], "");
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    // `name` alone is the patient's; an institution's name is no person.
    Some(
        if ends(&[
            "institution",
            "institutionname",
            "hospital",
            "department",
            "departmentname",
            "facility",
        ]) {
            IdentifierKind::Institution
        } else if ends(&[
            "name",
            "names",
            "physician",
            "physicians",
            "operator",
            "operators",
        ]) {
            IdentifierKind::Name
        } else if ends(&["date", "dob", "birthday"]) {
            IdentifierKind::Date
        } else if ends(&["time"]) {
            IdentifierKind::Time
        } else if ends(&["age"]) {
            IdentifierKind::Age
        } else if ends(&["address", "residence", "city", "street"]) {
            IdentifierKind::Address
        } else if ends(&[
            "phone",
            "phonenumber",
            "phonenumbers",
            "telephonenumbers",
            "fax",
        ]) {
            IdentifierKind::Phone
        } else if ends(&["id", "ids", "number", "mrn", "accession", "serial"]) {
            IdentifierKind::Id
        } else if ends(&["text", "other"]) {
            IdentifierKind::Text
        } else {
            return None;
        },
    )
}

impl Seeds {
    /// Reads a table: its first row names the columns, of which the first says which file a row is about.
    ///
    /// # Errors
    /// [`SeedsError`]
    pub fn parse(text: &str) -> Result<Self, SeedsError> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let columns = reader.headers().map_err(|_| SeedsError::Row { line: 1 })?;
        if !matches!(columns.get(0), Some("file" | "File" | "path" | "input")) {
            return Err(SeedsError::Column(1));
        }
        let kinds = columns.iter().enumerate().skip(1);
        let kinds: Vec<IdentifierKind> = kinds
            .map(|(at, name)| kind_of(name).ok_or(SeedsError::Column(at + 1)))
            .collect::<Result<_, _>>()?;
        if kinds.is_empty() {
            return Err(SeedsError::NoValues);
        }
        let mut rows = Vec::new();
        for (at, record) in reader.records().enumerate() {
            let record = record.map_err(|_| SeedsError::Row {
                line: at as u64 + 2,
            })?;
            let value = |(kind, value): (&IdentifierKind, &str)| {
                let value = value.to_owned();
                (!value.is_empty()).then_some(IdentifyingValue {
                    kind: *kind,
                    value,
                    source: "seeds",
                })
            };
            rows.push(Row {
                file: record.get(0).unwrap_or_default().replace('\\', "/"),
                values: kinds
                    .iter()
                    .zip(record.iter().skip(1))
                    .filter_map(value)
                    .collect(),
            });
        }
        Ok(Self { rows })
    }

    /// The values of all rows about the file with this path below the input: rows that name the path, the file's name
    /// alone, a folder above it, or `*`.
    pub fn of(&self, path: &Path) -> Vec<IdentifyingValue> {
        let is_about = |row: &&Row| {
            row.file == "*"
                || path == Path::new(&row.file)
                || path
                    .file_name()
                    .is_some_and(|name| name == row.file.as_str())
                || path
                    .parent()
                    .is_some_and(|folder| !row.file.is_empty() && folder.starts_with(&row.file))
        };
        let rows = self.rows.iter().filter(is_about);
        rows.flat_map(|row| row.values.iter().cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "file,PatientName,PatientID,birth date,InstitutionName\n\
        a.png,Kestrel^Mira,K-77,1961-04-02,\n\
        wards/b,\"Heron, Ada\",,,Heron Clinic\n\
        *,,SITE-9,,\n";

    fn of(path: &str) -> Vec<(IdentifierKind, String)> {
        let values = Seeds::parse(TABLE).unwrap().of(Path::new(path));
        values
            .into_iter()
            .map(|one| (one.kind, one.value))
            .collect()
    }

    #[test]
    fn a_row_is_about_a_file_a_folder_or_all_files() {
        let everywhere = (IdentifierKind::Id, "SITE-9".to_owned());
        assert_eq!(of("other.png"), std::slice::from_ref(&everywhere));
        let expected = [
            (IdentifierKind::Name, "Kestrel^Mira".to_owned()),
            (IdentifierKind::Id, "K-77".to_owned()),
            (IdentifierKind::Date, "1961-04-02".to_owned()),
            everywhere.clone(),
        ];
        assert_eq!(of("deep/a.png"), expected);
        let expected = [
            (IdentifierKind::Name, "Heron, Ada".to_owned()),
            (IdentifierKind::Institution, "Heron Clinic".to_owned()),
            everywhere,
        ];
        assert_eq!(of("wards/b/1.dcm"), expected);
    }

    #[test]
    fn a_table_that_cannot_be_used_is_told_by_place() {
        let problem = |text: &str| Seeds::parse(text).unwrap_err();
        assert_eq!(problem("PatientName,PatientID\n"), SeedsError::Column(1));
        assert_eq!(problem("file,Colour\n"), SeedsError::Column(2));
        assert_eq!(problem("file\na.png\n"), SeedsError::NoValues);
        let ragged = "file,PatientID\na.png,1\nb.png,1,2\n";
        assert_eq!(problem(ragged), SeedsError::Row { line: 3 });
    }
}
