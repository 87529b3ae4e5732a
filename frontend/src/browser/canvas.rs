//! The canvas, the size of the stage, and where the pointer is on it.

use deid_model::FrameSize;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{
    CanvasRenderingContext2d, Element, HtmlCanvasElement, ImageData, PointerEvent, ResizeObserver,
    WheelEvent,
};

/// Draws RGBA bytes, which must fill `size`, pixel for pixel.
pub fn paint(canvas: &HtmlCanvasElement, size: FrameSize, rgba: &[u8]) {
    if canvas.width() != size.columns || canvas.height() != size.rows {
        canvas.set_width(size.columns);
        canvas.set_height(size.rows);
    }
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(rgba), size.columns, size.rows);
    let context = canvas.get_context("2d").ok().flatten();
    if let (Ok(image), Some(context)) = (
        image,
        context.and_then(|it| it.dyn_into::<CanvasRenderingContext2d>().ok()),
    ) {
        let _lost_context = context.put_image_data(&image, 0.0, 0.0);
    }
}

/// Tells the size of `element` in CSS pixels, now and whenever it changes.
pub fn watch_size(element: &Element, tell: impl Fn(f64, f64) + 'static) -> Option<SizeWatch> {
    let watched = element.clone();
    let closure = Closure::<dyn FnMut(Array)>::new(move |_| {
        let place = watched.get_bounding_client_rect();
        tell(place.width(), place.height());
    });
    let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(element);
    Some(SizeWatch {
        observer,
        _closure: closure,
    })
}

/// Watches a size until it is dropped.
pub struct SizeWatch {
    observer: ResizeObserver,
    _closure: Closure<dyn FnMut(Array)>,
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Where a pointer event happened, in CSS pixels from the top left of the element that listens.
pub fn place_of(event: &PointerEvent) -> (f64, f64) {
    within(
        event.current_target(),
        f64::from(event.client_x()),
        f64::from(event.client_y()),
    )
}

/// Where a wheel event happened, in CSS pixels from the top left of the element that listens.
pub fn place_of_wheel(event: &WheelEvent) -> (f64, f64) {
    within(
        event.current_target(),
        f64::from(event.client_x()),
        f64::from(event.client_y()),
    )
}

/// Sends all moves of this pointer to the element that listens, until it is lifted.
pub fn capture(event: &PointerEvent) {
    if let Some(element) = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    {
        let _pointer_gone = element.set_pointer_capture(event.pointer_id());
    }
}

fn within(target: Option<web_sys::EventTarget>, x: f64, y: f64) -> (f64, f64) {
    let place = target
        .and_then(|target| target.dyn_into::<Element>().ok())
        .map(|it| it.get_bounding_client_rect());
    place.map_or((x, y), |place| (x - place.left(), y - place.top()))
}
