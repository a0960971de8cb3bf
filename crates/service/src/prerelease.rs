//! The pre-release list of a month (F2, T4), who was found not to belong here (T4c, R-11), and the papers that
//! are missing. The dates by which a month's list is sent and given on are those
//! of the month before.
//! Must never know: how a list is printed.

use crate::{Asker, Result, Service};
use database::Tx;
use domain::rules::Rule;
use jiff::{ToSpan, civil::Date};
use store::{
    page::{Ask, Page},
    prerelease::{self, Counts, Lack, Listed, Paper},
};

/// By when a month's list is sent, given to the districts, given to the offices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// custodial places.
    pub sent_by: Date,
    /// the city.
    pub city_by: Date,
    /// the districts.
    pub district_by: Date,
}

/// The list of a month.
pub struct Month {
    /// Its rows.
    pub page: Page<Listed>,
    /// Its figures, over all rows of the month.
    pub counts: Counts,
    /// Its dates.
    pub dates: Dates,
}

/// Who was found in a month not to belong here.
pub struct Unlinked {
    /// The rows.
    pub page: Page<Listed>,
    /// How many are still to be reported upward.
    pub to_report: i64,
    /// by when.
    pub report_by: Date,
}

/// Papers of one kind that are missing.
pub struct Missing {
    /// The rows.
    pub page: Page<Listed>,
    /// How many are missing of each kind, in the order of [`Paper::ALL`].
    pub counts: [i64; 3],
}

/// A month as rows keep it.
fn word(month: Date) -> String {
    month.strftime("%Y-%m").to_string()
}

impl Service {
    /// The dates of the list of those who are released in the month of that day.
    pub fn list_dates(&self, month: Date) -> Dates {
        let before = month.first_of_month().saturating_sub(1.day());
        let on = |rule| self.rules.due(rule, before, &self.calendar);
        Dates { sent_by: on(Rule::R08), city_by: on(Rule::R09), district_by: on(Rule::R10) }
    }

    /// Those who are released in the month of that day. One look for the list.
    pub async fn prerelease(
        &self,
        asker: &Asker,
        month: Date,
        lack: Lack,
        owner: Option<String>,
        ask: Ask,
    ) -> Result<Month> {
        self.look(asker, "list", "", "prerelease").await?;
        let (scope, dates, month) = (asker.scope(), self.list_dates(month), word(month));
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let counts = prerelease::counts(tx, &scope, &month, dates.sent_by).await?;
                let page = prerelease::list(tx, &scope, &month, lack, owner.as_deref(), &ask).await?;
                Ok(Month { page, counts, dates })
            })
            .await
    }

    /// Those who were found in the month of that day not to belong here. One look for the list.
    pub async fn unlinked(&self, asker: &Asker, month: Date, ask: Ask) -> Result<Unlinked> {
        self.look(asker, "list", "", "unlinked").await?;
        let report_by = self.rules.due(Rule::R11, month, &self.calendar);
        let (scope, month) = (asker.scope(), word(month));
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let (_, to_report) = prerelease::unlinked_count(tx, &scope, &month).await?;
                let page = prerelease::unlinked(tx, &scope, &month, &ask).await?;
                Ok(Unlinked { page, to_report, report_by })
            })
            .await
    }

    /// Papers of one kind that should be here or gone by today. One look for the list.
    pub async fn missing_papers(&self, asker: &Asker, paper: Paper, ask: Ask) -> Result<Missing> {
        self.look(asker, "list", "", "receipts").await?;
        let (scope, today) = (asker.scope(), asker.now.today);
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let mut counts = [0; 3];
                for (count, paper) in counts.iter_mut().zip(Paper::ALL) {
                    *count = prerelease::missing_count(tx, &scope, paper, today).await?;
                }
                let page = prerelease::missing(tx, &scope, paper, today, &ask).await?;
                Ok(Missing { page, counts })
            })
            .await
    }
}
