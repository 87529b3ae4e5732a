//! Several answers of `deid eval` as one Markdown table: a row a measure, a column an engine.

/// What `deid eval` printed for each column.
pub struct Column {
    name: String,
    /// Names and values, each name once.
    rows: Vec<(String, String)>,
}

impl Column {
    /// The tables of `answer` under the heading `name`.
    pub fn new(name: &str, answer: &str) -> Self {
        Self {
            name: name.into(),
            rows: rows(answer),
        }
    }

    /// The same with the rows only that `is_wanted` by name.
    pub fn only(mut self, is_wanted: impl Fn(&str) -> bool) -> Self {
        self.rows.retain(|(name, _)| is_wanted(name));
        self
    }

    /// The same with one more row.
    pub fn with(mut self, name: &str, value: String) -> Self {
        self.rows.push((name.into(), value));
        self
    }
}

/// Rows of all `columns` that `is_wanted` by name, in the order of the first column that has them.
pub fn table(columns: &[Column], is_wanted: impl Fn(&str) -> bool) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in columns.iter().flat_map(|column| &column.rows) {
        if is_wanted(name) && !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let heads: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let mut text = format!(
        "| | {} |\n|{}\n",
        heads.join(" | "),
        "---|".repeat(heads.len() + 1)
    );
    for name in names {
        let cell = |column: &Column| {
            let found = column.rows.iter().find(|(other, _)| other == name);
            found.map_or("-".to_owned(), |(_, value)| value.clone())
        };
        let cells: Vec<String> = columns.iter().map(cell).collect();
        text += &format!("| {name} | {} |\n", cells.join(" | "));
    }
    text
}

/// Names and values of all rows; those of tables with a second name or number say what they are of.
fn rows(answer: &str) -> Vec<(String, String)> {
    let (mut rows, mut heading) = (Vec::new(), "");
    let mut last = "";
    for line in answer.lines() {
        let inner = line
            .strip_prefix('|')
            .and_then(|line| line.strip_suffix('|'));
        let Some(inner) = inner else { continue };
        let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
        let is_rule = inner.starts_with("---");
        if is_rule {
            heading = last;
            // The line above the rule was no row.
            rows.pop();
        }
        last = cells.first().copied().unwrap_or_default();
        let row = match cells[..] {
            [name, share, bounds, _, _] if heading == "images without words" => (
                format!("images without words with a box, {name}"),
                share,
                bounds,
            ),
            [by, name, share, bounds, _] => (format!("{by}: {name}"), share, bounds),
            [name, share, bounds, _] => (name.to_owned(), share, bounds),
            _ => continue,
        };
        if !is_rule {
            rows.push((row.0, value(row.1, row.2)));
        }
    }
    rows
}

fn value(share: &str, bounds: &str) -> String {
    if bounds.is_empty() || bounds == "-" {
        share.to_owned()
    } else {
        format!("{share} ({bounds})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_the_same_name_stand_side_by_side() {
        let rule = |cells: usize| format!("|{}\n", "---|".repeat(cells));
        let head = format!("| found | share | Wilson 95 % | of |\n{}", rule(4));
        let one = format!("{head}| images | 2 | | |\n");
        let two = format!(
            "{head}| images | 3 | | |\n| words | 50.00 % | 40-60 % | 9 |\n\n\
             | images without words | with a box | Wilson 95 % | of | median boxes |\n{}\
             | ct | 2 % | 1-3 % | 8 | 0 |\n\n\
             | words covered, by | | share | Wilson 95 % | of |\n{}\
             | rotation | 90 | 1 % | 0-2 % | 7 |\n",
            rule(5),
            rule(5)
        );
        let columns = [Column::new("one", &one), Column::new("two", &two)];
        assert_eq!(
            table(&columns, |_| true),
            "| | one | two |\n|---|---|---|\n| images | 2 | 3 |\n| words | - | 50.00 % (40-60 %) |\n\
             | images without words with a box, ct | - | 2 % (1-3 %) |\n\
             | rotation: 90 | - | 1 % (0-2 %) |\n"
        );
        assert!(!table(&columns, |name| name == "images").contains("words"));
        let [one, two] = columns;
        let columns = [
            one,
            two.only(|name| name == "words").with("held", "4".into()),
        ];
        assert_eq!(
            table(&columns, |_| true),
            "| | one | two |\n|---|---|---|\n| images | 2 | - |\n| words | - | 50.00 % (40-60 %) |\n| held | - | 4 |\n"
        );
    }
}
