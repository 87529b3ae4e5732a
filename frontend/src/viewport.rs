//! Where the picture stands on the stage: zoom and pan as plain numbers.
//!
//! Two spaces: _pixel_ is the picture as it is shown, _canvas_ is the stage in CSS pixels from its top left. Boxes come
//! and go in pixels of the stored frame, which may be turned to be shown. Knows nothing of the DOM.

use deid_model::{FrameSize, Orientation, PixelBox};

/// Largest number of CSS pixels that one pixel may take.
const MAX_SCALE: f64 = 32.0;
/// A stage smaller than this has not been laid out yet.
const LEAST_STAGE: f64 = 8.0;

/// A picture of `frame` pixels seen through a stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    stage: (f64, f64),
    /// As it is shown.
    frame: FrameSize,
    orientation: Orientation,
    scale: f64,
    /// The pixel place in the middle of the stage.
    center: (f64, f64),
    /// While set, the picture fills the stage whatever its size.
    fitted: bool,
}

/// A place on the stage, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CanvasBox {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Viewport {
    /// The whole of `frame`, on a stage of unknown size.
    pub fn new(frame: FrameSize) -> Self {
        Self {
            stage: (0.0, 0.0),
            frame,
            orientation: Orientation::AsStored,
            scale: 1.0,
            center: (0.0, 0.0),
            fitted: true,
        }
        .refit()
    }

    /// The same on a stage of `width` by `height`; a fitted picture stays fitted.
    #[must_use]
    pub fn with_stage(self, width: f64, height: f64) -> Self {
        Self {
            stage: (width, height),
            ..self
        }
        .refit()
    }

    /// Another picture on the same stage, `frame` large as it is shown; zoom and place are kept where the size is.
    #[must_use]
    pub fn with_frame(self, frame: FrameSize, orientation: Orientation) -> Self {
        if frame == self.frame {
            return Self {
                orientation,
                ..self
            };
        }
        Self {
            frame,
            orientation,
            fitted: true,
            ..self
        }
        .refit()
    }

    /// The whole picture, as large as the stage allows.
    #[must_use]
    pub fn fit(self) -> Self {
        Self {
            fitted: true,
            ..self
        }
        .refit()
    }

    /// One pixel to one CSS pixel.
    #[must_use]
    pub fn one_to_one(self) -> Self {
        Self {
            fitted: false,
            scale: 1.0,
            ..self
        }
        .kept_in_sight()
    }

    /// Zoomed by `factor` about the middle of the stage.
    #[must_use]
    pub fn zoomed(self, factor: f64) -> Self {
        self.zoomed_at(factor, (self.stage.0 / 2.0, self.stage.1 / 2.0))
    }

    /// Zoomed by `factor`, so that the pixel under the canvas point `at` stays there.
    #[must_use]
    pub fn zoomed_at(self, factor: f64, at: (f64, f64)) -> Self {
        let held = self.pixel_from_canvas(at);
        let scale = (self.scale * factor).clamp(self.least_scale(), MAX_SCALE);
        let center = (
            held.0 - (at.0 - self.stage.0 / 2.0) / scale,
            held.1 - (at.1 - self.stage.1 / 2.0) / scale,
        );
        Self {
            fitted: false,
            scale,
            center,
            ..self
        }
        .kept_in_sight()
    }

    /// Moved by canvas pixels.
    #[must_use]
    pub fn panned(self, dx: f64, dy: f64) -> Self {
        let center = (
            self.center.0 - dx / self.scale,
            self.center.1 - dy / self.scale,
        );
        Self {
            fitted: false,
            center,
            ..self
        }
        .kept_in_sight()
    }

    /// CSS pixels per pixel.
    pub const fn scale(self) -> f64 {
        self.scale
    }

    /// The stage's width and height in CSS pixels.
    pub const fn stage(self) -> (f64, f64) {
        self.stage
    }

    /// The picture's size as it is shown.
    pub const fn frame(self) -> FrameSize {
        self.frame
    }

    /// Where the pixel place `at` is drawn.
    pub fn canvas_from_pixel(self, at: (f64, f64)) -> (f64, f64) {
        (
            (at.0 - self.center.0) * self.scale + self.stage.0 / 2.0,
            (at.1 - self.center.1) * self.scale + self.stage.1 / 2.0,
        )
    }

    /// Which pixel place is drawn at the canvas point `at`; may lie outside the frame.
    pub fn pixel_from_canvas(self, at: (f64, f64)) -> (f64, f64) {
        (
            (at.0 - self.stage.0 / 2.0) / self.scale + self.center.0,
            (at.1 - self.stage.1 / 2.0) / self.scale + self.center.1,
        )
    }

    /// Where the stored pixels of `area` are shown, in pixels; what lies outside the frame stays where it is.
    pub fn shown_box(self, area: PixelBox) -> PixelBox {
        let shown = self.orientation.shown_box(area, self.stored());
        match self.orientation {
            Orientation::AsStored => area,
            _ => shown.unwrap_or(area),
        }
    }

    /// The stored pixels that are shown in `area`; `None` for what lies outside the frame.
    pub fn stored_box(self, area: PixelBox) -> Option<PixelBox> {
        self.orientation.stored_box(area, self.stored())
    }

    /// The size of the stored frame: what turns it turns its size back, too.
    const fn stored(self) -> FrameSize {
        self.orientation.shown_size(self.frame)
    }

    /// The pixel under the canvas point `at`, where there is one, as it is shown.
    pub fn pixel_at(self, at: (f64, f64)) -> Option<(u32, u32)> {
        let (x, y) = self.pixel_from_canvas(at);
        let inside = x >= 0.0
            && y >= 0.0
            && x < f64::from(self.frame.columns)
            && y < f64::from(self.frame.rows);
        inside.then_some((x as u32, y as u32))
    }

    /// Where the stored pixels of `area` are drawn.
    pub fn canvas_box(self, area: PixelBox) -> CanvasBox {
        let area = self.shown_box(area);
        let (x, y) = self.canvas_from_pixel((f64::from(area.x0()), f64::from(area.y0())));
        CanvasBox {
            x,
            y,
            width: f64::from(area.width()) * self.scale,
            height: f64::from(area.height()) * self.scale,
        }
    }

    /// The stored pixels touched by a drag between two canvas points, rounded outward and clamped to the
    /// frame; `None` where it covers none.
    pub fn dragged_box(self, from: (f64, f64), to: (f64, f64)) -> Option<PixelBox> {
        let (a, b) = (self.pixel_from_canvas(from), self.pixel_from_canvas(to));
        let low = |a: f64, b: f64| a.min(b).floor().max(0.0) as u32;
        let high = |a: f64, b: f64| a.max(b).ceil().max(0.0) as u32;
        let shown = PixelBox::new(low(a.0, b.0), low(a.1, b.1), high(a.0, b.0), high(a.1, b.1))?;
        self.stored_box(shown)
    }

    fn fit_scale(self) -> f64 {
        let (columns, rows) = (
            f64::from(self.frame.columns.max(1)),
            f64::from(self.frame.rows.max(1)),
        );
        (self.stage.0.max(LEAST_STAGE) / columns).min(self.stage.1.max(LEAST_STAGE) / rows)
    }

    fn least_scale(self) -> f64 {
        self.fit_scale().min(1.0) / 4.0
    }

    fn refit(self) -> Self {
        if !self.fitted {
            return self.kept_in_sight();
        }
        let center = (
            f64::from(self.frame.columns) / 2.0,
            f64::from(self.frame.rows) / 2.0,
        );
        Self {
            scale: self.fit_scale().min(MAX_SCALE),
            center,
            ..self
        }
    }

    fn kept_in_sight(self) -> Self {
        let center = (
            self.center.0.clamp(0.0, f64::from(self.frame.columns)),
            self.center.1.clamp(0.0, f64::from(self.frame.rows)),
        );
        Self { center, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chest() -> Viewport {
        Viewport::new(FrameSize::new(2048, 1024)).with_stage(800.0, 600.0)
    }

    #[track_caller]
    fn assert_both_ways(view: Viewport, pixel: (f64, f64), canvas: (f64, f64)) {
        let there = view.canvas_from_pixel(pixel);
        let back = view.pixel_from_canvas(canvas);
        for (found, expected) in [
            (there.0, canvas.0),
            (there.1, canvas.1),
            (back.0, pixel.0),
            (back.1, pixel.1),
        ] {
            assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
        }
    }

    #[test]
    fn a_fitted_picture_is_whole_and_centered() {
        let view = chest();
        assert_eq!(view.scale(), 800.0 / 2048.0);
        assert_both_ways(view, (0.0, 0.0), (0.0, 100.0));
        assert_both_ways(view, (2048.0, 1024.0), (800.0, 500.0));
    }

    #[test]
    fn a_fitted_picture_follows_the_stage_and_a_zoomed_one_keeps_its_scale() {
        assert_eq!(chest().with_stage(400.0, 600.0).scale(), 400.0 / 2048.0);
        assert_eq!(chest().one_to_one().with_stage(400.0, 600.0).scale(), 1.0);
    }

    #[test]
    fn zooming_holds_the_pixel_under_the_pointer() {
        let view = chest();
        let at = (123.0, 321.0);
        let held = view.pixel_from_canvas(at);
        assert_both_ways(view.zoomed_at(2.5, at), held, at);
    }

    #[test]
    fn zoom_stays_within_its_limits_and_the_picture_within_sight() {
        assert_eq!(chest().zoomed(1e9).scale(), MAX_SCALE);
        assert!(chest().zoomed(1e-9).scale() > 0.05);
        let (x, _) = chest().panned(1e9, 0.0).canvas_from_pixel((0.0, 0.0));
        assert_eq!(x, 400.0);
    }

    #[test]
    fn a_drag_in_any_direction_covers_the_pixels_it_touches() {
        let view = chest().one_to_one();
        let a = view.canvas_from_pixel((10.2, 20.7));
        let b = view.canvas_from_pixel((30.1, 40.0));
        let expected = PixelBox::new(10, 20, 31, 40);
        assert_eq!(view.dragged_box(a, b), expected);
        assert_eq!(view.dragged_box(b, a), expected);
        assert_eq!(view.dragged_box((-9e3, -9e3), (-8e3, -8e3)), None);
    }

    #[test]
    fn another_picture_of_the_same_size_keeps_the_view() {
        let view = chest().zoomed(3.0);
        let with = |size| view.with_frame(size, Orientation::AsStored);
        assert_eq!(with(FrameSize::new(2048, 1024)), view);
        assert!(with(FrameSize::new(512, 512)).scale() > 1.0);
    }

    #[test]
    fn boxes_of_a_turned_picture_are_drawn_where_it_is_shown_and_come_back_as_stored() {
        let stored = FrameSize::new(1024, 2048);
        let area = PixelBox::new(10, 20, 31, 40).unwrap();
        for orientation in Orientation::ALL {
            let size = orientation.shown_size(stored);
            let view = Viewport::new(FrameSize::new(1, 1)).with_stage(800.0, 600.0);
            let view = view.with_frame(size, orientation).one_to_one();
            let shown = orientation.shown_box(area, stored).unwrap();
            let drawn = view.canvas_box(area);
            let corner = view.canvas_from_pixel((f64::from(shown.x0()), f64::from(shown.y0())));
            assert_eq!((drawn.x, drawn.y), corner, "{orientation:?}");
            let end = (drawn.x + drawn.width, drawn.y + drawn.height);
            assert_eq!(view.dragged_box(corner, end), Some(area), "{orientation:?}");
        }
    }
}
