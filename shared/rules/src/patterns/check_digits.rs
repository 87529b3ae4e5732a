//! Check digits of national identification numbers. Every function takes the bare number.

/// The digits of `text`, where it has nothing else.
pub(super) fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|digit| digit.to_digit(10)).collect()
}

fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum()
}

fn differ(digits: &[u32]) -> bool {
    digits.iter().any(|digit| Some(digit) != digits.first())
}

/// Luhn's sum over all digits.
pub(super) fn luhn(digits: &[u32]) -> bool {
    let doubled = |(at, digit): (usize, &u32)| match at % 2 {
        0 => *digit,
        _ => digit * 2 / 10 + digit * 2 % 10,
    };
    digits
        .iter()
        .rev()
        .enumerate()
        .map(doubled)
        .sum::<u32>()
        .is_multiple_of(10)
}

/// United Kingdom: ten digits, modulus 11.
pub(super) fn nhs(digits: &[u32]) -> bool {
    let sum = weighted(digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2]);
    digits.len() == 10 && differ(digits) && Some(&((11 - sum % 11) % 11)) == digits.last()
}

/// Germany, health insurance: one letter, nine digits; the letter counts as its place in the alphabet.
pub(super) fn kvnr(text: &str) -> bool {
    let Some((letter, rest)) = text.split_at_checked(1) else {
        return false;
    };
    let (Some(letter @ b'A'..=b'Z'), Some(rest)) = (letter.bytes().next(), digits(rest)) else {
        return false;
    };
    let place = u32::from(letter - b'A') + 1;
    let number: Vec<u32> = [place / 10, place % 10]
        .into_iter()
        .chain(rest.iter().copied())
        .collect();
    let sum: u32 = number
        .iter()
        .take(10)
        .enumerate()
        .map(|(at, digit)| digit * (1 + at as u32 % 2))
        .map(|product| product / 10 + product % 10)
        .sum();
    rest.len() == 9 && Some(&(sum % 10)) == number.last()
}

/// France: thirteen digits (`2A` and `2B` for Corsica) and a key, modulus 97.
pub(super) fn nir(text: &str) -> bool {
    let text = match (text.get(5..7), text.get(..5), text.get(7..)) {
        (Some("2A"), Some(start), Some(end)) => format!("{start}19{end}"),
        (Some("2B"), Some(start), Some(end)) => format!("{start}18{end}"),
        _ => text.to_owned(),
    };
    let (Some(number), Some(key)) = (text.get(..13), text.get(13..15)) else {
        return false;
    };
    let (Ok(number), Ok(key)) = (number.parse::<u64>(), key.parse::<u64>()) else {
        return false;
    };
    let month = text.get(3..5).and_then(|month| month.parse::<u32>().ok());
    text.len() == 15
        && text.starts_with(['1', '2', '3', '4', '7', '8'])
        && month.is_some_and(|month| {
            (1..=12).contains(&month) || (20..=42).contains(&month) || month >= 50
        })
        && number % 97 + key == 97
}

/// Italy: sixteen letters and digits in a fixed layout; the last letter checks.
pub(super) fn codice_fiscale(text: &str) -> bool {
    const ODD: [u32; 26] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
        23,
    ];
    if !is_codice_fiscale_form(text) {
        return false;
    }
    let value = |letter: u8| {
        usize::from(if letter.is_ascii_digit() {
            letter - b'0'
        } else {
            letter - b'A'
        })
    };
    let sum: u32 = text
        .bytes()
        .take(15)
        .enumerate()
        .map(|(at, letter)| match at % 2 {
            0 => ODD.get(value(letter)).copied().unwrap_or(0),
            _ => value(letter) as u32,
        })
        .sum();
    text.bytes().last() == Some(b'A' + (sum % 26) as u8)
}

/// The layout of an Italian codice fiscale, whatever its check letter.
pub(super) fn is_codice_fiscale_form(text: &str) -> bool {
    const LAYOUT: &[u8; 16] = b"AAAAAA99A99A999A";
    text.len() == 16
        && text
            .bytes()
            .zip(LAYOUT)
            .all(|(letter, wanted)| match wanted {
                b'A' => letter.is_ascii_uppercase(),
                // Letters stand for digits where two people would share a code.
                _ => letter.is_ascii_digit() || b"LMNPQRSTUV".contains(&letter),
            })
}

/// Spain: eight digits, or X, Y or Z and seven, and a letter, modulus 23.
pub(super) fn dni_or_nie(text: &str) -> bool {
    const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let Some((number, letter)) = text
        .len()
        .checked_sub(1)
        .and_then(|end| text.split_at_checked(end))
    else {
        return false;
    };
    let number = match number.split_at_checked(1) {
        Some(("X", rest)) => format!("0{rest}"),
        Some(("Y", rest)) => format!("1{rest}"),
        Some(("Z", rest)) => format!("2{rest}"),
        _ => number.to_owned(),
    };
    let check = number
        .parse::<usize>()
        .ok()
        .and_then(|number| LETTERS.get(number % 23));
    number.len() == 8 && check.is_some() && letter.as_bytes().first() == check
}

/// The Netherlands: nine digits, the test of 11.
pub(super) fn bsn(digits: &[u32]) -> bool {
    let sum = weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2]);
    let last = digits.last().copied().unwrap_or(0);
    digits.len() == 9 && differ(digits) && (sum + 11 - last).is_multiple_of(11)
}

/// Portugal: nine digits, modulus 11.
pub(super) fn nif(digits: &[u32]) -> bool {
    let rest = weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    let check = if rest < 2 { 0 } else { 11 - rest };
    let kind = digits
        .first()
        .is_some_and(|first| [1, 2, 3, 5, 6, 8, 9].contains(first));
    digits.len() == 9 && kind && Some(&check) == digits.last()
}

/// Switzerland: 756 and ten digits, checked as an EAN-13.
pub(super) fn ahv(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .zip([1, 3].iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    digits.len() == 13 && digits.starts_with(&[7, 5, 6]) && sum.is_multiple_of(10)
}

/// Sweden: ten digits that begin with a date, Luhn.
pub(super) fn personnummer(digits: &[u32]) -> bool {
    let pair = |at: usize| Some(digits.get(at)? * 10 + digits.get(at + 1)?);
    let month = pair(2).is_some_and(|month| (1..=12).contains(&month));
    // Coordination numbers add 60 to the day.
    let day = pair(4).is_some_and(|day| (1..=31).contains(&(day % 60)));
    digits.len() == 10 && month && day && luhn(digits)
}

/// Denmark: ten digits that begin with a date, day first.
pub(super) fn cpr(digits: &[u32]) -> bool {
    let pair = |at: usize| Some(digits.get(at)? * 10 + digits.get(at + 1)?);
    let day = pair(0).is_some_and(|day| (1..=31).contains(&day));
    let month = pair(2).is_some_and(|month| (1..=12).contains(&month));
    digits.len() == 10 && day && month
}

/// Brazil: eleven digits, two of which check.
pub(super) fn cpf(digits: &[u32]) -> bool {
    let check = |length: usize| {
        let sum: u32 = digits
            .iter()
            .take(length)
            .enumerate()
            .map(|(at, digit)| digit * (length as u32 + 1 - at as u32))
            .sum();
        Some(&(sum * 10 % 11 % 10)) == digits.get(length)
    };
    digits.len() == 11 && differ(digits) && check(9) && check(10)
}

/// Poland: eleven digits, the first six a date.
pub(super) fn pesel(digits: &[u32]) -> bool {
    let sum = weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]);
    digits.len() == 11 && differ(digits) && Some(&((10 - sum % 10) % 10)) == digits.last()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(check: fn(&[u32]) -> bool, good: &str) {
        assert!(check(&digits(good).unwrap()), "{good}");
        let mut wrong = digits(good).unwrap();
        let last = wrong.last_mut().unwrap();
        *last = (*last + 1) % 10;
        assert!(!check(&wrong), "{good} with another check digit");
    }

    #[test]
    fn numbers_with_the_right_check_digit_pass_and_with_another_fail() {
        holds(nhs, "9434765919");
        holds(bsn, "111222333");
        holds(nif, "123456789");
        holds(ahv, "7569217076985");
        holds(personnummer, "8112289874");
        holds(cpf, "52998224725");
        holds(pesel, "44051401359");
    }

    #[test]
    fn numbers_with_letters_are_checked_too() {
        assert!(kvnr("A123456780") && !kvnr("A123456781") && !kvnr("1234567890"));
        assert!(dni_or_nie("12345678Z") && dni_or_nie("X1234567L") && !dni_or_nie("12345678A"));
        assert!(nir("255081416802538") && !nir("255081416802539") && !nir("255081"));
        assert!(codice_fiscale("RSSMRA85T10A562S") && !codice_fiscale("RSSMRA85T10A562T"));
    }

    #[test]
    fn a_danish_number_begins_with_a_date() {
        assert!(cpr(&digits("0107501234").unwrap()));
        assert!(!cpr(&digits("3213501234").unwrap()));
    }

    #[test]
    fn other_text_is_no_number() {
        for text in ["", "Ä", "2A", "ÄÖÜÄÖÜ12Ä12Ä123Ä"] {
            assert!(!kvnr(text) && !nir(text) && !codice_fiscale(text) && !dni_or_nie(text));
        }
    }
}
