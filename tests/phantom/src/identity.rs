//! Invented people and places. None of them exists.

/// Everything that a header or a picture says about one invented person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Family name.
    pub family: &'static str,
    /// Given name.
    pub given: &'static str,
    /// Hospital number.
    pub id: String,
    /// A second number, from elsewhere.
    pub other_id: String,
    /// `YYYYMMDD`.
    pub birth_date: String,
    /// `YYYYMMDD`.
    pub study_date: String,
    /// `HHMMSS`.
    pub study_time: String,
    /// Accession number.
    pub accession: String,
    /// Hospital.
    pub institution: &'static str,
    /// Its address.
    pub address: &'static str,
    /// Referring physician, as PN.
    pub physician: &'static str,
    /// Operator, as PN.
    pub operator: &'static str,
    /// Name of the machine.
    pub station: &'static str,
    seed: u64,
}

const PEOPLE: [(&str, &str); 8] = [
    ("KESTREL", "WREN"),
    ("MARLOWE", "ODETTE"),
    ("THISTLEWOOD", "AMBROSE"),
    ("QUILLFEATHER", "IONA"),
    ("BRAMBLING", "JASPER"),
    ("FENNIMORE", "TABITHA"),
    ("OAKHOLLOW", "SILAS"),
    ("PEREGRINE", "LUCETTE"),
];
const PLACES: [(&str, &str); 4] = [
    ("LARKSPUR VALLEY HOSPITAL", "17 Juniper Crescent, Larkspur"),
    ("ST ALDERBROOK CLINIC", "204 Alderbrook Quay, Fenwater"),
    ("HEATHERMOOR INFIRMARY", "3 Moorgate Rise, Heathermoor"),
    ("COPPERFIELD GENERAL", "88 Copper Lane, Fieldhaven"),
];
const PHYSICIANS: [(&str, &str); 4] = [
    ("HAWTHORNE^ELIAS", "FINCHLEY^ODILE"),
    ("ROWANBERRY^CLARA", "SEDGEWICK^PIP"),
    ("NIGHTJAR^TOBIAS", "MOSSGROVE^EFFIE"),
    ("WHITETHORN^HELGA", "BRACKENRIDGE^NED"),
];
const STATIONS: [&str; 4] = ["LVHCR07", "ALDUS03", "HMIMG11", "CPFCT02"];

impl Identity {
    /// The invented person number `seed`; equal numbers give equal people.
    #[must_use]
    pub fn invented(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed ^ 0x1de0);
        let at = seed as usize;
        let (family, given) = PEOPLE[at % PEOPLE.len()];
        let (institution, address) = PLACES[at % PLACES.len()];
        let (physician, operator) = PHYSICIANS[(at / 2) % PHYSICIANS.len()];
        Self {
            family,
            given,
            id: format!(
                "{}{}-{}",
                &family[..1],
                &given[..1],
                random.u32(1_000_000..9_999_999)
            ),
            other_id: format!("EXT{}", random.u32(10_000_000..99_999_999)),
            birth_date: format!(
                "19{}{:02}{:02}",
                random.u32(31..89),
                random.u32(1..13),
                random.u32(1..29)
            ),
            study_date: format!("2024{:02}{:02}", random.u32(1..13), random.u32(1..29)),
            study_time: format!(
                "{:02}{:02}{:02}",
                random.u32(7..19),
                random.u32(10..60),
                random.u32(10..60)
            ),
            accession: format!("AC{}", random.u32(10_000_000..99_999_999)),
            institution,
            address,
            physician,
            operator,
            station: STATIONS[at % STATIONS.len()],
            seed,
        }
    }

    /// The name as DICOM writes it.
    #[must_use]
    pub fn person_name(&self) -> String {
        format!("{}^{}", self.family, self.given)
    }

    /// `DD.MM.YYYY` of a DICOM date.
    #[must_use]
    pub fn dotted(date: &str) -> String {
        format!("{}.{}.{}", &date[6..8], &date[4..6], &date[..4])
    }

    /// `HH:MM` of a DICOM time.
    #[must_use]
    pub fn clock(time: &str) -> String {
        format!("{}:{}", &time[..2], &time[2..4])
    }

    /// A UID of this person's data: the same for the same `purpose` and `number`.
    #[must_use]
    pub fn uid(&self, purpose: &str, number: u32) -> String {
        let salt = purpose
            .bytes()
            .fold(self.seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        let mut random = fastrand::Rng::with_seed(salt.wrapping_add(u64::from(number)));
        format!("2.25.{}", random.u128(1 << 120..1 << 122))
    }

    /// Header values that must not stand anywhere in an output.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        let mut values: Vec<String> = [
            self.family,
            self.given,
            self.institution,
            self.address,
            self.physician,
            self.operator,
            self.station,
        ]
        .map(str::to_owned)
        .to_vec();
        let numbers = [
            &self.id,
            &self.other_id,
            &self.birth_date,
            &self.study_date,
            &self.accession,
        ];
        values.extend(numbers.map(String::clone));
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_person() {
        assert_eq!(Identity::invented(3), Identity::invented(3));
        assert_ne!(Identity::invented(3).id, Identity::invented(11).id);
    }

    #[test]
    fn uids_are_valid_and_differ_by_purpose_and_number() {
        let person = Identity::invented(1);
        let uid = person.uid("study", 0);
        assert!(uid.len() <= 64 && uid.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
        assert_ne!(uid, person.uid("series", 0));
        assert_ne!(uid, person.uid("study", 1));
    }
}
