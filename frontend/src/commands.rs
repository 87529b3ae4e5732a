//! Carries out commands of keys and buttons.

use leptos::prelude::*;

use crate::components::cloud::waits_for_sending;
use crate::editor::Edit;
use crate::effects::Visit;
use crate::session::Event;
use crate::shortcuts::Command;
use crate::view::{Compare, Screen, Tool};
use crate::windowing::presets;

impl Visit {
    /// Does what the command says.
    pub fn perform(self, command: Command) {
        let view = self.view;
        match command {
            Command::Use(tool) => view.tool.set(tool),
            Command::Compare(compare) => view.compare.update(|now| {
                *now = if *now == compare {
                    Compare::Marks
                } else {
                    compare
                };
            }),
            Command::Preset(place) => self.choose_preset(place),
            Command::Invert => view.look.update(|look| look.inverted = !look.inverted),
            Command::Fit => view.viewport.update(|viewport| *viewport = viewport.fit()),
            Command::OneToOne => view
                .viewport
                .update(|viewport| *viewport = viewport.one_to_one()),
            Command::Zoom(factor) => view
                .viewport
                .update(|viewport| *viewport = viewport.zoomed(factor)),
            Command::Frames(step) => self.step_frames(step),
            Command::Files(step) => self.dispatch(Event::Step(step)),
            Command::Save if waits_for_sending(self) => self.offer_to_send(),
            Command::Save => self.with_current(Event::Save),
            Command::SaveAll => self.dispatch(Event::SaveAll),
            Command::Toggle => self.edit_selected(Edit::Toggle),
            Command::Delete => self.edit_selected(Edit::Delete),
            Command::Undo => self.edit(Edit::Undo),
            Command::Redo => self.edit(Edit::Redo),
            Command::Sheet => view.sheet.set(true),
            Command::Leave => {
                view.tool.set(Tool::Select);
                view.region.set(None);
            }
        }
    }

    /// Changes the regions of the file on screen.
    pub fn edit(self, edit: Edit) {
        self.with_current(|file| Event::Edited(file, edit));
    }

    /// Chooses the window preset of this place in the menu.
    pub fn choose_preset(self, place: usize) {
        let Some(shown) = self.shown() else { return };
        let modality = self
            .current_untracked(|file| file.info.as_ref()?.modality.clone())
            .flatten();
        if let Some(preset) = presets(modality.as_deref()).get(place) {
            self.view
                .look
                .update(|look| look.window = preset.kind.window(&shown.0));
            self.view.preset.set(Some(place));
        }
    }

    fn edit_selected(self, edit: impl Fn(crate::editor::RegionKey) -> Edit) {
        if let Some(region) = self.view.region.get_untracked() {
            self.edit(edit(region));
        }
    }

    fn step_frames(self, step: i64) {
        let target = self.current_untracked(|file| {
            i64::from(file.frame)
                .saturating_add(step)
                .clamp(0, i64::from(file.frames()) - 1) as u32
        });
        if let Some(frame) = target {
            self.dispatch(Event::ShowFrame(frame));
        }
    }

    fn with_current(self, event: impl FnOnce(u32) -> Event) {
        let selected = self.session.with_untracked(|session| session.selected);
        if let Some(file) = selected.filter(|_| self.view.screen.get_untracked() == Screen::Review)
        {
            self.dispatch(event(file));
        }
    }
}
