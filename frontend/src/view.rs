//! How the user looks at things: tool, zoom, window, what is selected. Signals, no logic.

use deid_model::FrameSize;
use deid_model::review::ReviewEntry;
use deid_model::worker::FileId;
use leptos::prelude::*;

use crate::editor::RegionKey;
use crate::viewport::Viewport;
use crate::windowing::Look;

/// What the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The queue, the picture, the text.
    Review,
    /// What can be set.
    Settings,
}

/// What the left button of the pointer does on the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Switches regions; drags the picture.
    Select,
    /// Changes window and level.
    Window,
    /// Drags the picture.
    Pan,
    /// Draws a region.
    Draw,
}

/// Which version of the picture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// The original with its regions.
    Marks,
    /// The original alone.
    Original,
    /// As it will be saved, or was.
    Painted,
    /// Before and after, side by side.
    Pair,
}

/// What the inspector shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// The texts found, with their decisions.
    Text,
    /// What was done so far, step by step.
    Steps,
}

/// Which files the queue lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueFilter {
    /// Every file.
    All,
    /// Those that a person must look at.
    Look,
    /// Those that were refused.
    Refused,
}

/// How the user looks at things.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// What the page shows.
    pub screen: RwSignal<Screen>,
    /// What the pointer does.
    pub tool: RwSignal<Tool>,
    /// Which version of the picture is shown.
    pub compare: RwSignal<Compare>,
    /// Zoom and place.
    pub viewport: RwSignal<Viewport>,
    /// Window and inversion.
    pub look: RwSignal<Look>,
    /// The window preset in use, by its place in the menu; `None` for a window of the user's own.
    pub preset: RwSignal<Option<usize>>,
    /// Whether window and level are being dragged: the picture is then drawn coarsely.
    pub dragging_window: RwSignal<bool>,
    /// The region that is selected.
    pub region: RwSignal<Option<RegionKey>>,
    /// The pixel under the pointer.
    pub pointer: RwSignal<Option<(u32, u32)>>,
    /// What the inspector shows.
    pub tab: RwSignal<Tab>,
    /// Which files the queue lists.
    pub filter: RwSignal<QueueFilter>,
    /// Whether the sheet of shortcuts is open.
    pub sheet: RwSignal<bool>,
    /// Whether the dialog of stores is open.
    pub bucket: RwSignal<bool>,
    /// The files that a person is asked to send, while the dialog is open.
    pub consent: RwSignal<Option<Vec<FileId>>>,
    /// Files that were left for a person, as far as lists of them were opened.
    pub review: RwSignal<Vec<ReviewEntry>>,
    /// Whether that list is in front of the page.
    pub review_open: RwSignal<bool>,
    /// Whether files are held above the page.
    pub hovered: RwSignal<bool>,
    /// Whether a drawn region covers this frame only.
    pub draw_on_one_frame: RwSignal<bool>,
}

impl View {
    /// Whether a dialog stands in front of the page, which has its own use of every key.
    pub fn is_behind_a_dialog(&self) -> bool {
        self.sheet.get_untracked()
            || self.bucket.get_untracked()
            || self.review_open.get_untracked()
            || self.consent.with_untracked(Option::is_some)
    }

    /// How a visit begins.
    pub fn new() -> Self {
        Self {
            screen: RwSignal::new(Screen::Review),
            tool: RwSignal::new(Tool::Select),
            compare: RwSignal::new(Compare::Marks),
            viewport: RwSignal::new(Viewport::new(FrameSize::new(1, 1))),
            look: RwSignal::new(Look::default()),
            preset: RwSignal::new(Some(0)),
            dragging_window: RwSignal::new(false),
            region: RwSignal::new(None),
            pointer: RwSignal::new(None),
            tab: RwSignal::new(Tab::Text),
            filter: RwSignal::new(QueueFilter::All),
            sheet: RwSignal::new(false),
            bucket: RwSignal::new(false),
            consent: RwSignal::new(None),
            review: RwSignal::new(Vec::new()),
            review_open: RwSignal::new(false),
            hovered: RwSignal::new(false),
            draw_on_one_frame: RwSignal::new(false),
        }
    }
}
