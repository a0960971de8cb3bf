//! The list of those who are released in a month (F2) as a page and as a file.
//! Must never know: who is on it.

use super::{Purpose, honest, purposes, wanted};
use crate::{
    App,
    asked::Asked,
    frame::{self, Frame},
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::{extract::State, response::Response};
use documents::paper::Paper;
use jiff::{ToSpan, civil::Date};

/// Months that can be chosen: from the one before this one on.
const MONTHS: i32 = 14;

/// A month as the page offers it.
struct Month {
    code: String,
    words: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "paper/month.html")]
struct MonthPage {
    frame: Frame,
    months: Vec<Month>,
    purposes: Vec<Purpose>,
    copy: bool,
    paper: Paper,
}

/// The first day of a month written as 2026-12.
pub(crate) fn month(text: &str) -> Option<Date> {
    Some(text).filter(|t| t.len() == 7).and_then(|t| format!("{t}-01").parse().ok())
}

/// The first day of the month after this one: the list is made a month ahead.
pub(crate) fn next_month(today: Date) -> Date {
    today.first_of_month().saturating_add(1.month())
}

/// What is no month counts as not asked.
fn asked_month(asked: &Asked, today: Date) -> Date {
    asked.get("month").and_then(month).unwrap_or_else(|| next_month(today))
}

fn code(month: Date) -> String {
    format!("{:04}-{:02}", month.year(), month.month())
}

/// `GET /handover/papers/month`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let today = visitor.asker.now.today;
    let (month, wanted) = (asked_month(&asked, today), wanted(&asked));
    let paper = paper(&app, &visitor, &asked).await?;
    let first = today.first_of_month().saturating_sub(1.month());
    let mut months: Vec<Date> = (0..MONTHS).map(|n| first.saturating_add(n.months())).collect();
    if !months.contains(&month) {
        months.insert(0, month);
    }
    let offered = |m: Date| Month {
        code: code(m),
        words: format!("{}年{}月", m.year(), m.month()),
        chosen: m == month,
    };
    frame::render(MonthPage {
        frame: Frame::new(&app, &visitor, "handover", paper.title.clone()),
        months: months.into_iter().map(offered).collect(),
        purposes: purposes(&wanted),
        copy: wanted.copy,
        paper,
    })
}

/// `GET /handover/papers/month/docx`
pub(super) async fn file(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let paper = paper(&app, &visitor, &asked).await?;
    let month = asked_month(&asked, visitor.asker.now.today);
    super::docx(&paper, &format!("F2-{}", code(month))).map_err(|p| PageProblem::new(&app, p))
}

async fn paper(app: &App, visitor: &Visitor, asked: &Asked) -> Result<Paper, PageProblem> {
    let month = asked_month(asked, visitor.asker.now.today);
    let paper = app.service.paper_of_month(&visitor.asker, month, &wanted(asked)).await;
    Ok(honest(app, paper.map_err(|p| PageProblem::new(app, p))?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_is_a_year_and_two_digits_and_nothing_else() {
        assert_eq!(month("2027-02"), Some(date(2027, 2, 1)));
        for text in ["", "2027-13", "2027-2", "-000-01", "2027-02-01", "二〇二七"] {
            assert_eq!(month(text), None, "{text}");
        }
    }

    #[test]
    fn the_list_is_made_for_the_month_after_this_one() {
        assert_eq!(next_month(date(2026, 12, 31)), date(2027, 1, 1));
    }
}
