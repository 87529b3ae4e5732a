//! Keys and what they do; the sheet of shortcuts is made from the same commands.

use crate::view::{Compare, Tool};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Command {
    /// Chooses what the pointer does.
    Use(Tool),
    /// Switches a comparison on, or off again.
    Compare(Compare),
    /// Chooses the window preset of this place in the menu.
    Preset(usize),
    /// Swaps black and white.
    Invert,
    /// Shows the whole picture.
    Fit,
    /// One stored pixel to one of the screen.
    OneToOne,
    /// Zooms by a factor.
    Zoom(f64),
    /// Goes this many frames on.
    Frames(i64),
    /// Goes this many files on.
    Files(i32),
    /// Accepts and saves the file on screen.
    Save,
    /// Saves every file that has been read.
    SaveAll,
    /// Redact becomes keep, keep becomes redact.
    Toggle,
    /// Takes the selected region off.
    Delete,
    /// Takes the last change back.
    Undo,
    /// Does it again.
    Redo,
    /// Opens the sheet of shortcuts.
    Sheet,
    /// Leaves the tool and the selection.
    Leave,
}

/// Where the keyboard focus is, as far as keys are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// On the page or the picture: every key works.
    Page,
    /// On a button, which has its own use of Space.
    Button,
    /// On a slider or switch, which has its own use of arrows, too.
    Control,
    /// Where text is typed: no key works.
    Text,
}

/// Zoom by one press of a key or button.
pub const ZOOM_STEP: f64 = 1.25;

/// The command of a key, as named by `KeyboardEvent.key`.
pub fn command(key: &str, ctrl: bool, focus: Focus) -> Option<Command> {
    if focus == Focus::Text {
        return None;
    }
    if ctrl {
        return with_ctrl(key);
    }
    let command = match key.to_lowercase().as_str() {
        "v" => Command::Use(Tool::Select),
        "w" => Command::Use(Tool::Window),
        "p" => Command::Use(Tool::Pan),
        "d" => Command::Use(Tool::Draw),
        "o" => Command::Compare(Compare::Original),
        "x" => Command::Compare(Compare::Painted),
        "b" => Command::Compare(Compare::Pair),
        "i" => Command::Invert,
        "=" => Command::Fit,
        "0" => Command::OneToOne,
        "+" => Command::Zoom(ZOOM_STEP),
        "-" => Command::Zoom(1.0 / ZOOM_STEP),
        "a" => Command::Save,
        "?" => Command::Sheet,
        "escape" => Command::Leave,
        "pagedown" => Command::Files(1),
        "pageup" => Command::Files(-1),
        "delete" | "backspace" => Command::Delete,
        other => match other.parse::<usize>() {
            Ok(digit @ 1..=7) => Command::Preset(digit - 1),
            _ => return on_the_page(other, focus),
        },
    };
    Some(command)
}

fn with_ctrl(key: &str) -> Option<Command> {
    match key {
        "z" => Some(Command::Undo),
        "y" | "Z" => Some(Command::Redo),
        "s" => Some(Command::SaveAll),
        _ => None,
    }
}

fn on_the_page(key: &str, focus: Focus) -> Option<Command> {
    if focus == Focus::Control {
        return None;
    }
    match key {
        " " if focus == Focus::Page => Some(Command::Toggle),
        "arrowdown" | "arrowright" => Some(Command::Frames(1)),
        "arrowup" | "arrowleft" => Some(Command::Frames(-1)),
        "home" => Some(Command::Frames(i64::MIN)),
        "end" => Some(Command::Frames(i64::MAX)),
        _ => None,
    }
}

/// One part of the sheet: its title, and what each key does.
pub type Section = (
    &'static str,
    &'static [(&'static str, &'static [&'static str])],
);

/// The sheet of shortcuts.
pub const SHEET: [Section; 4] = [
    (
        "Decide",
        &[
            ("Save this file", &["A"]),
            ("Save all that are read", &["Ctrl", "S"]),
            ("Redact or keep", &["Space"]),
            ("Undo", &["Ctrl", "Z"]),
            ("Redo", &["Ctrl", "Y"]),
        ],
    ),
    (
        "Regions",
        &[
            ("Next, previous region", &["Tab"]),
            ("Draw", &["D"]),
            ("Move a drawn box", &["Arrows"]),
            ("Resize a drawn box", &["Alt", "Arrows"]),
            ("Ten pixels at once", &["Shift"]),
            ("Delete", &["Backspace"]),
            ("Leave", &["Esc"]),
        ],
    ),
    (
        "Image",
        &[
            ("Window presets", &["1", "2"]),
            ("Window and level", &["W"]),
            ("Select, pan", &["V", "P"]),
            ("Zoom", &["+", "-"]),
            ("Fit, one to one", &["=", "0"]),
            ("Invert", &["I"]),
        ],
    ),
    (
        "Frames and files",
        &[
            ("Next, previous frame", &["↓", "↑"]),
            ("First, last frame", &["Home", "End"]),
            ("Next, previous file", &["PgDn", "PgUp"]),
            ("Without marks", &["O"]),
            ("Painted as it will be saved", &["X"]),
            ("Side by side", &["B"]),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_work_in_both_cases_and_nothing_works_where_text_is_typed() {
        for key in ["a", "A"] {
            assert_eq!(command(key, false, Focus::Page), Some(Command::Save));
            assert_eq!(command(key, false, Focus::Text), None);
        }
    }

    #[test]
    fn a_control_keeps_its_arrows_and_space() {
        for key in [" ", "ArrowDown", "Home"] {
            assert_eq!(command(key, false, Focus::Control), None);
            assert!(command(key, false, Focus::Page).is_some());
        }
        assert_eq!(
            command("PageDown", false, Focus::Control),
            Some(Command::Files(1))
        );
    }

    #[test]
    fn a_button_keeps_space_only() {
        assert_eq!(command(" ", false, Focus::Button), None);
        assert_eq!(
            command("End", false, Focus::Button),
            Some(Command::Frames(i64::MAX))
        );
    }

    #[test]
    fn ctrl_changes_what_a_letter_means() {
        assert_eq!(command("z", true, Focus::Page), Some(Command::Undo));
        assert_eq!(command("a", true, Focus::Page), None);
    }

    #[test]
    fn single_keys_of_the_sheet_do_something() {
        let named = |key: &str| match key {
            "PgDn" => "PageDown".to_owned(),
            "PgUp" => "PageUp".to_owned(),
            "Esc" => "Escape".to_owned(),
            "Space" => " ".to_owned(),
            "↓" => "ArrowDown".to_owned(),
            "↑" => "ArrowUp".to_owned(),
            other => other.to_owned(),
        };
        let rows = SHEET.iter().flat_map(|(_, rows)| rows.iter());
        for (what, keys) in rows {
            let ctrl = keys.contains(&"Ctrl");
            for key in keys
                .iter()
                .filter(|key| !["Ctrl", "Alt", "Shift", "Arrows", "Tab"].contains(key))
            {
                let key = if ctrl { key.to_lowercase() } else { named(key) };
                assert!(command(&key, ctrl, Focus::Page).is_some(), "{what}: {key}");
            }
        }
    }
}
