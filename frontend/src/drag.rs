//! What a drag of the pointer over the picture does, step by step.

use deid_model::FrameSelection;
use deid_model::worker::Window;
use leptos::prelude::*;

use crate::browser::clock;
use crate::editor::Edit;
use crate::effects::Visit;
use crate::view::Tool;
use crate::windowing::{dragged, window_of};

/// Pixels of the screen that a press may wander and still be a click.
const CLICK: f64 = 3.0;

/// A drag under way.
#[derive(Clone, Copy, Debug)]
pub struct Drag {
    kind: Kind,
    from: (f64, f64),
    to: (f64, f64),
    /// Whether it wandered far enough to be no click.
    moved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Pan,
    Window(Window),
    Draw,
}

/// The drags over one picture.
#[derive(Clone, Copy)]
pub struct Drags {
    visit: Visit,
    now: RwSignal<Option<Drag>>,
    /// A move is waiting for the next frame of the screen.
    waiting: StoredValue<Option<(f64, f64)>>,
}

impl Drags {
    /// No drag yet.
    pub fn new(visit: Visit) -> Self {
        Self {
            visit,
            now: RwSignal::new(None),
            waiting: StoredValue::new(None),
        }
    }

    /// The pointer went down; `pans` for the button that pans with every tool.
    pub fn begin(self, at: (f64, f64), pans: bool) {
        let kind = match self.visit.view.tool.get_untracked() {
            Tool::Draw if !pans => Kind::Draw,
            Tool::Window if !pans => match self.window() {
                Some(window) => Kind::Window(window),
                None => return,
            },
            _ => Kind::Pan,
        };
        self.now.set(Some(Drag {
            kind,
            from: at,
            to: at,
            moved: false,
        }));
    }

    /// The pointer moved; true when it just turned from a click into a drag.
    pub fn follow(self, at: (f64, f64)) -> bool {
        let Some(drag) = self.now.get_untracked() else {
            return false;
        };
        let (dx, dy) = (at.0 - drag.from.0, at.1 - drag.from.1);
        let begins = !drag.moved && dx.hypot(dy) > CLICK;
        if begins {
            self.now
                .update(|drag| drag.iter_mut().for_each(|drag| drag.moved = true));
            self.visit
                .view
                .dragging_window
                .set(matches!(drag.kind, Kind::Window(_)));
        }
        if drag.moved || begins {
            let idle = self.waiting.get_value().is_none();
            self.waiting.set_value(Some(at));
            if idle {
                clock::next_frame(move || self.step());
            }
        }
        begins
    }

    /// The pointer was lifted.
    pub fn end(self) {
        self.step();
        let ended = self.now.get_untracked();
        self.now.set(None);
        self.visit.view.dragging_window.set(false);
        if let Some(drag) = ended.filter(|drag| drag.moved && drag.kind == Kind::Draw) {
            self.draw(drag);
        }
    }

    /// The box being drawn, in CSS pixels: left, top, width, height.
    pub fn outline(self) -> Option<(f64, f64, f64, f64)> {
        let drag = self
            .now
            .get()
            .filter(|drag| drag.moved && drag.kind == Kind::Draw)?;
        let (a, b) = (drag.from, drag.to);
        Some((
            a.0.min(b.0),
            a.1.min(b.1),
            (a.0 - b.0).abs(),
            (a.1 - b.1).abs(),
        ))
    }

    /// Whether the picture is being dragged along.
    pub fn pans(self) -> bool {
        self.now
            .get()
            .is_some_and(|drag| drag.moved && drag.kind == Kind::Pan)
    }

    fn step(self) {
        let (Some(at), Some(drag)) = (self.waiting.get_value(), self.now.get_untracked()) else {
            return;
        };
        self.waiting.set_value(None);
        let view = self.visit.view;
        match drag.kind {
            Kind::Pan => {
                let (dx, dy) = (at.0 - drag.to.0, at.1 - drag.to.1);
                view.viewport
                    .update(|viewport| *viewport = viewport.panned(dx, dy));
            }
            Kind::Window(window) => {
                let window = dragged(window, at.0 - drag.from.0, at.1 - drag.from.1);
                view.look.update(|look| look.window = Some(window));
                view.preset.set(None);
            }
            Kind::Draw => {}
        }
        self.now
            .update(|drag| drag.iter_mut().for_each(|drag| drag.to = at));
    }

    fn draw(self, drag: Drag) {
        let view = self.visit.view;
        let area = view
            .viewport
            .get_untracked()
            .dragged_box(drag.from, drag.to);
        let frame = self.visit.current_untracked(|file| file.frame);
        if let (Some(area), Some(frame)) = (area, frame) {
            let frames = if view.draw_on_one_frame.get_untracked() {
                FrameSelection::One(frame)
            } else {
                FrameSelection::All
            };
            self.visit.edit(Edit::Draw {
                area,
                frames,
                seen_in: frame,
            });
            view.region.set(
                self.visit
                    .current_untracked(|file| file.editor.regions().last().map(|it| it.key))
                    .flatten(),
            );
            view.tool.set(Tool::Select);
        }
    }

    fn window(self) -> Option<Window> {
        window_of(&self.visit.shown()?.0, self.visit.view.look.get_untracked())
    }
}
