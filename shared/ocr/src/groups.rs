//! Groups of items that belong together.

use std::collections::BTreeMap;

use crate::nearby::Nearby;

/// Items in groups of those that belong together, in the order of their first item.
///
/// Each item lies in a lane and has a band, in pixels, on that and on both lanes beside it. Only such
/// items belong together whose lanes are the same or adjacent and whose bands on one of them touch.
/// An item that belongs to several groups goes to the last of them.
pub fn grouped<T>(
    items: Vec<T>,
    lane: impl Fn(&T) -> usize,
    band: impl Fn(&T, usize) -> (f64, f64),
    together: impl Fn(&T, &T) -> bool,
) -> Vec<Vec<T>> {
    let mut lanes: BTreeMap<usize, Lane> = BTreeMap::new();
    let mut numbers: Vec<usize> = Vec::with_capacity(items.len());
    let mut groups = 0;
    for (at, item) in items.iter().enumerate() {
        let own = lane(item);
        let mut joined = None;
        for (beside, lane) in lanes.range(own.saturating_sub(1)..=own + 1) {
            lane.each_near(band(item, *beside), |other| {
                let number = numbers.get(other).copied();
                if number > joined && items.get(other).is_some_and(|other| together(item, other)) {
                    joined = number;
                }
            });
        }
        lanes.entry(own).or_default().insert(at, band(item, own));
        let number = joined.unwrap_or(groups);
        groups = groups.max(number + 1);
        numbers.push(number);
    }
    let mut found: Vec<Vec<T>> = (0..groups).map(|_| Vec::new()).collect();
    for (item, number) in items.into_iter().zip(numbers) {
        if let Some(group) = found.get_mut(number) {
            group.push(item);
        }
    }
    found
}

/// The items of one lane.
#[derive(Default)]
struct Lane {
    places: Nearby,
    /// The item of each place.
    items: Vec<usize>,
}

impl Lane {
    fn insert(&mut self, item: usize, band: (f64, f64)) {
        self.places.insert([(0.0, 0.0), band]);
        self.items.push(item);
    }

    /// Calls `visit` with each item whose band touches `band`, in any order.
    fn each_near(&self, band: (f64, f64), mut visit: impl FnMut(usize)) {
        self.places.each_touching(&[(0.0, 0.0), band], |place| {
            if let Some(item) = self.items.get(place) {
                visit(*item);
            }
        });
    }
}

/// Whether two stretches agree for at least half of the shorter one.
pub fn agree(a: (f64, f64), b: (f64, f64)) -> bool {
    let shared = a.1.min(b.1) - a.0.max(b.0);
    2.0 * shared >= (a.1 - a.0).min(b.1 - b.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_joins_the_last_group_that_holds_one_of_its_kind() {
        let items = vec![
            (0.0, 10.0),
            (30.0, 40.0),
            (1.0, 9.0),
            (8.0, 32.0),
            (50.0, 52.0),
        ];
        let touch = |a: &(f64, f64), b: &(f64, f64)| a.0 <= b.1 && b.0 <= a.1;
        let groups = grouped(items.clone(), |_| 4, |item, _| *item, touch);
        let expected = [
            vec![(0.0, 10.0), (1.0, 9.0)],
            vec![(30.0, 40.0), (8.0, 32.0)],
            vec![(50.0, 52.0)],
        ];
        assert_eq!(groups, expected);
        let lane = |item: &(f64, f64)| usize::from(item.0 > 5.0);
        assert_eq!(grouped(items, lane, |item, _| *item, touch), expected);
    }
}
