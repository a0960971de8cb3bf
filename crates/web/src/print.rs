//! A list on paper: all rows of the present filter without paging, cut into sheets of A4 laid across, each with unit,
//! filter in words, date and time, who printed, its number and how many there are. The sheets are cut here and not
//! by the browser, because no browser of our floor numbers pages. Printing is noted before anything is shown.
//! Must never know: what is listed, whom the visitor may see.

use crate::{
    app::App,
    asked::Asked,
    frame::{self, Frame},
    handover::words::instant,
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::response::Response;
use store::page::{Ask, Page};

/// No print is longer; whoever needs more narrows the list.
pub(crate) const MOST: usize = 2_000;
/// Width of the paper between its margins, millimetres.
const WIDTH: f64 = 273.0;
/// Height for rows on one sheet, millimetres: what heading, head of the table and number leave.
const HEIGHT: f64 = 140.0;
/// Height of a line and what a row adds to its lines, millimetres.
const LINE: f64 = 5.3;
const ROW: f64 = 2.4;
/// Width of a Chinese character and what a cell adds to its text, millimetres.
const CHARACTER: f64 = 3.75;
const CELL: f64 = 2.6;

/// A list that is to be printed.
pub(crate) struct List {
    /// The word under which the print is noted.
    pub(crate) name: &'static str,
    /// Heading.
    pub(crate) title: String,
    /// What the list is narrowed to, in words.
    pub(crate) filter: String,
    /// Headings of the columns with their shares of the width.
    pub(crate) columns: Vec<(&'static str, u32)>,
    /// Rows, a text for each column.
    pub(crate) rows: Vec<Vec<String>>,
    /// There are more rows than are printed.
    pub(crate) more: bool,
    /// The list on the screen.
    pub(crate) back: String,
}

#[derive(Template)]
#[template(path = "print.html")]
struct Sheets {
    frame: Frame,
    list: List,
    at: String,
    unit: String,
    sheets: Vec<Vec<Vec<String>>>,
    /// Columns of the grid: a column of the list spans its share of them.
    shares: u32,
}

/// The list is asked for on paper.
pub(crate) fn wanted(asked: &Asked) -> bool {
    asked.get("print").is_some()
}

/// Which rows are asked for: all of them on paper, else a page.
pub(crate) fn ask(asked: &Asked, shown: usize, after: Option<(String, String)>) -> Ask {
    match wanted(asked) {
        true => Ask { limit: MOST, after: None },
        false => Ask { limit: shown, after },
    }
}

/// There are more rows than fit a print.
pub(crate) fn more<T>(page: &Page<T>) -> bool {
    page.next.is_some()
}

/// Notes the print and answers the sheets.
pub(crate) async fn answer(app: &App, visitor: &Visitor, mut list: List) -> Result<Response, PageProblem> {
    app.service.note_print(&visitor.asker, list.name).await.map_err(|p| PageProblem::new(app, p))?;
    list.more |= list.rows.len() > MOST;
    list.rows.truncate(MOST);
    frame::render(Sheets {
        frame: Frame::new(app, visitor, "print", list.title.clone()),
        at: instant(visitor.asker.now.millis),
        unit: app.service.units.name(visitor.asker.actor.unit.code()).to_owned(),
        sheets: cut(&list.columns, std::mem::take(&mut list.rows)),
        shares: list.columns.iter().map(|(_, share)| share).sum(),
        list,
    })
}

/// Rows cut into sheets: as many as fit by the lines that their longest cells take.
fn cut(columns: &[(&str, u32)], rows: Vec<Vec<String>>) -> Vec<Vec<Vec<String>>> {
    let shares: u32 = columns.iter().map(|(_, share)| share).sum();
    let room = |share: u32| (WIDTH * f64::from(share) / f64::from(shares.max(1)) - CELL).max(CHARACTER);
    let (mut sheets, mut left) = (vec![vec![]], HEIGHT);
    for row in rows {
        let lines =
            row.iter().zip(columns).map(|(text, (_, share))| (wide(text) / room(*share)).ceil().max(1.0));
        let height = lines.fold(1.0, f64::max) * LINE + ROW;
        if height > left && sheets.last().is_some_and(|sheet: &Vec<_>| !sheet.is_empty()) {
            sheets.push(vec![]);
            left = HEIGHT;
        }
        left -= height;
        if let Some(sheet) = sheets.last_mut() {
            sheet.push(row);
        }
    }
    sheets
}

/// The width of a text: letters and digits are half as wide as Chinese characters.
fn wide(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { CHARACTER * 0.6 } else { CHARACTER }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(n: usize, text: &str) -> Vec<Vec<String>> {
        (0..n).map(|i| vec![format!("{i}"), text.to_owned()]).collect()
    }

    #[test]
    fn every_row_stands_on_one_sheet_in_its_order() {
        let columns = [("号", 1), ("文", 3)];
        for text in ["短", &"长".repeat(200)] {
            let sheets = cut(&columns, rows(95, text));
            let all: Vec<String> = sheets.iter().flatten().map(|r| r[0].clone()).collect();
            assert_eq!(all, (0..95).map(|i| i.to_string()).collect::<Vec<_>>());
            assert!(sheets.iter().all(|s| !s.is_empty()));
        }
    }

    #[test]
    fn long_texts_leave_fewer_rows_on_a_sheet_and_none_stays_empty() {
        let columns = [("号", 1), ("文", 3)];
        let first = |text: &str| cut(&columns, rows(95, text))[0].len();
        assert!((15..=20).contains(&first("短")), "{}", first("短"));
        assert!(first(&"长".repeat(200)) < 8);
        assert_eq!(
            cut(&columns, rows(1, &"长".repeat(9000))).len(),
            1,
            "longer than a sheet: it has one anyway"
        );
        assert_eq!(
            cut(&columns, vec![]),
            [Vec::<Vec<String>>::new()],
            "an empty list is a sheet that says so"
        );
    }
}
