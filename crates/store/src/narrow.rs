//! Cases narrowed by what is owed for them: the numbers of a workbench and the lists that they open. One predicate
//! serves both, with the same ranges as parameters, so a number is the length of its list.
//! Must never know: which numbers a role is shown.

use crate::{
    Result, Scope,
    case::{Sort, listed},
    page::{Ask, COUNT_CAP, Page},
    rows::Listed,
    sql::Sql,
};
use database::{Row, Tx, Value};
use domain::unit::Unit;
use jiff::civil::Date;

/// From one text to another, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range(pub String, pub String);

/// After every code, date, account and case number.
const END: &str = "~";

impl Range {
    /// Everything.
    pub fn any() -> Range {
        Range(String::new(), END.to_owned())
    }

    /// One text; everything where it is empty.
    pub fn one(text: &str) -> Range {
        match text {
            "" => Range::any(),
            _ => Range(text.to_owned(), text.to_owned()),
        }
    }

    /// Every text that begins so, itself included.
    pub fn beginning(text: &str) -> Range {
        Range(text.to_owned(), format!("{text}{END}"))
    }
}

/// Which cases of the scope are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrow {
    /// Owner of the case.
    pub owner: Range,
    /// Code of the standing.
    pub standing: Range,
    /// Planned or actual release.
    pub release: Range,
    /// Something like this is owed for it; `None` where that does not matter.
    pub owed: Option<Owed>,
}

/// What is owed for a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The unit that owes it or may settle it.
    pub unit: Range,
    /// Due date.
    pub due: Range,
    /// Kind.
    pub kind: Range,
    /// Account in charge; nobody is the empty text.
    pub worker: Range,
    /// The day on which it was last urged; never is the empty text.
    pub urged: Range,
}

/// So many numbers are counted by one statement.
pub const AT_ONCE: usize = 12;
const OF_CASE: usize = 6;
const OF_OWED: usize = 10;
const OF_OWN: usize = 8;

// `|| ''` keeps both engines from choosing an index by these columns: the list is read in its own order.
const LIST: Sql = Sql::scoped(
    "SELECT v.no, v.name, v.standing, v.category, v.owner, v.release_on, v.due_on FROM visible v WHERE {scope} AND ({order}, v.no) > ($2, $3) AND {case} {owed} ORDER BY {order}, v.no LIMIT $4",
);
const COUNT: Sql = Sql::scoped(
    "SELECT COUNT(*) FROM (SELECT 1 FROM visible v WHERE {scope} AND {case} {owed} LIMIT $2) AS counted",
);
const OWED: Sql = Sql::scoped(
    "SELECT {numbers} FROM visible v JOIN obligation o ON o.stream = v.stream WHERE {scope} AND v.due_on <= $2 AND o.due_on <= $2",
);
// What the unit itself owes is read by its own index: a city's few things, not all the cases of the city. Whoever
// owes something for a case sees the case.
const OWN: Sql = Sql::scoped(
    "SELECT {numbers} FROM obligation v WHERE {scope} AND v.stream_kind = 'case' AND v.due_on <= $2",
);
const CASES: Sql = Sql::scoped("SELECT {numbers} FROM visible v WHERE {scope}");
const BELOW: Sql = Sql::scoped(
    "SELECT {unit}, COUNT(DISTINCT CASE WHEN o.due_on < $2 THEN v.no END), COUNT(DISTINCT CASE WHEN o.urged_on IS NOT NULL THEN v.no END) FROM visible v JOIN obligation o ON o.stream = v.stream WHERE {scope} AND v.due_on < $2 AND o.due_on < $2 AND o.unit >= $3 AND o.unit <= $4 GROUP BY {unit} ORDER BY {unit}",
);
/// What [`BELOW`] groups by: units, or districts with their offices.
const GROUPS: [&str; 2] = ["o.unit", "SUBSTR(o.unit, 1, 6)"];

fn between(column: &str, from: usize) -> String {
    format!("{column} >= ${from} AND {column} <= ${}", from + 1)
}

fn all_between(columns: &[&str], from: usize) -> String {
    columns.iter().enumerate().map(|(n, c)| between(c, from + 2 * n)).collect::<Vec<_>>().join(" AND ")
}

fn case_between(from: usize) -> String {
    all_between(&["v.owner || ''", "v.standing || ''", "v.release_on || ''"], from)
}

fn owed_between(from: usize) -> String {
    all_between(&["o.unit", "o.due_on", "o.kind", "COALESCE(o.worker, '')", "COALESCE(o.urged_on, '')"], from)
}

/// The predicate as a list has it: a case is shown once, however many such things are owed. The earliest thing
/// owed is not later than any of them.
fn owes(from: usize) -> String {
    let until = from + 3;
    format!(
        "AND v.due_on <= ${until} AND EXISTS (SELECT 1 FROM obligation o WHERE o.stream = v.stream AND {})",
        owed_between(from)
    )
}

/// What fills the slots of [`LIST`] and [`COUNT`] where the parameters of the predicate start at `from`.
fn slots(from: usize, owed: bool) -> [(&'static str, String); 2] {
    let owed = if owed { owes(from + OF_CASE) } else { String::new() };
    [("{case}", case_between(from)), ("{owed}", owed)]
}

fn list_slots(sort: Sort, owed: bool) -> Vec<(&'static str, String)> {
    let order = ("{order}", sort.column().to_owned());
    slots(5, owed).into_iter().chain([order]).collect()
}

fn owed_numbers() -> String {
    let one = |n: usize| {
        let from = 3 + n * (OF_CASE + OF_OWED);
        let when = format!("{} AND {}", case_between(from), owed_between(from + OF_CASE));
        format!("COUNT(DISTINCT CASE WHEN {when} THEN v.no END)")
    };
    (0..AT_ONCE).map(one).collect::<Vec<_>>().join(", ")
}

fn own_numbers() -> String {
    let columns = ["v.due_on", "v.kind", "COALESCE(v.worker, '')", "COALESCE(v.urged_on, '')"];
    let one = |n: usize| {
        format!("COUNT(DISTINCT CASE WHEN {} THEN v.no END)", all_between(&columns, 3 + n * OF_OWN))
    };
    (0..AT_ONCE).map(one).collect::<Vec<_>>().join(", ")
}

fn case_numbers() -> String {
    let one = |n: usize| format!("COUNT(CASE WHEN {} THEN 1 END)", case_between(2 + n * OF_CASE));
    (0..AT_ONCE).map(one).collect::<Vec<_>>().join(", ")
}

fn borrowed<'a>(slots: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    slots.iter().map(|(slot, with)| (*slot, with.as_str())).collect()
}

pub(crate) fn statements() -> Vec<String> {
    let mut all =
        vec![OWED.text(&[("{numbers}", &owed_numbers())]), CASES.text(&[("{numbers}", &case_numbers())])];
    all.push(OWN.text(&[("{numbers}", &own_numbers())]));
    all.extend(GROUPS.map(|by| BELOW.text(&[("{unit}", by)])));
    for owed in [true, false] {
        all.push(COUNT.text(&borrowed(&slots(3, owed))));
        all.extend(Sort::ALL.map(|sort| LIST.text(&borrowed(&list_slots(sort, owed)))));
    }
    all
}

fn values(ranges: &[&Range]) -> Vec<Value> {
    ranges.iter().flat_map(|r| [Value::from(r.0.as_str()), r.1.as_str().into()]).collect()
}

impl Narrow {
    /// Every case.
    pub fn any() -> Narrow {
        Narrow { owner: Range::any(), standing: Range::any(), release: Range::any(), owed: None }
    }

    fn of_case(&self) -> Vec<Value> {
        values(&[&self.owner, &self.standing, &self.release])
    }

    /// It is about what this unit itself owes, and about nothing else of the case.
    fn is_own(&self, unit: &Unit) -> bool {
        let whole = [&self.owner, &self.standing, &self.release].iter().all(|range| **range == Range::any());
        whole && self.owed.as_ref().is_some_and(|owed| owed.unit == Range::one(unit.code()))
    }

    fn of_own(&self) -> Vec<Value> {
        let own = |o: &Owed| values(&[&o.due, &o.kind, &o.worker, &o.urged]);
        self.owed.as_ref().map(own).unwrap_or_default()
    }

    fn params(&self) -> Vec<Value> {
        let mut all = self.of_case();
        all.extend(self.owed.iter().flat_map(Owed::params));
        all
    }
}

impl Owed {
    /// Anything that anybody owes.
    pub fn any() -> Owed {
        let any = Range::any;
        Owed { unit: any(), due: any(), kind: any(), worker: any(), urged: any() }
    }

    fn params(&self) -> Vec<Value> {
        values(&[&self.unit, &self.due, &self.kind, &self.worker, &self.urged])
    }
}

/// One page of such cases.
pub async fn list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    narrow: &Narrow,
    sort: Sort,
    ask: &Ask,
) -> Result<Page<Listed>> {
    let (key, no) = ask.after.clone().unwrap_or_default();
    let limit = i64::try_from(ask.limit + 1).unwrap_or(i64::MAX);
    let params = [key.into(), no.into(), limit.into()].into_iter().chain(narrow.params());
    let owed = narrow.owed.is_some();
    let found = LIST.query(tx, scope, &borrowed(&list_slots(sort, owed)), params).await?;
    let items = found.iter().map(listed).collect::<Result<Vec<_>>>()?;
    let params = std::iter::once(Value::from(COUNT_CAP + 1)).chain(narrow.params());
    let counted = COUNT.query(tx, scope, &borrowed(&slots(3, owed)), params).await?;
    let count = counted.first().map_or(Ok(0), |row| row.int(0))?;
    Ok(Page::cut(items, ask.limit, count, |row| (sort.key(row), row.no.clone())))
}

/// By which statement a number is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Own,
    Owed,
    Cases,
}

/// How many cases each of these means: one statement over what the unit owes, one over what is owed in its area,
/// one over its cases, whichever are asked for. At most [`AT_ONCE`] of each; more are not counted.
pub async fn numbers(tx: &mut Tx<'_>, scope: &Scope, wanted: &[Narrow]) -> Result<Vec<i64>> {
    let way = |n: &Narrow| match &n.owed {
        None => Way::Cases,
        Some(_) if n.is_own(scope.unit()) => Way::Own,
        Some(_) => Way::Owed,
    };
    let mut found = vec![0; wanted.len()];
    for one in [Way::Own, Way::Owed, Way::Cases] {
        let (places, some): (Vec<usize>, Vec<&Narrow>) =
            wanted.iter().enumerate().filter(|(_, n)| way(n) == one).unzip();
        if !some.is_empty() {
            places.into_iter().zip(count(tx, scope, one, &some).await?).for_each(|(at, n)| found[at] = n);
        }
    }
    Ok(found)
}

async fn count(tx: &mut Tx<'_>, scope: &Scope, way: Way, wanted: &[&Narrow]) -> Result<Vec<i64>> {
    let latest = wanted.iter().filter_map(|n| n.owed.as_ref()).map(|o| o.due.1.as_str()).max();
    let (sql, numbers, each) = match way {
        Way::Own => (OWN, own_numbers(), OF_OWN),
        Way::Owed => (OWED, owed_numbers(), OF_CASE + OF_OWED),
        Way::Cases => (CASES, case_numbers(), OF_CASE),
    };
    let of = |n: &&Narrow| if way == Way::Own { n.of_own() } else { n.params() };
    let mut params: Vec<Value> = latest.into_iter().map(Value::from).collect();
    let all = params.len() + AT_ONCE * each;
    params.extend(wanted.iter().take(AT_ONCE).flat_map(of));
    let nothing = Range(END.to_owned(), String::new());
    while params.len() < all {
        params.extend(values(&[&nothing])); // what is not asked for means nothing at all
    }
    counted(sql.query(tx, scope, &[("{numbers}", &numbers)], params).await?.first())
}

fn counted(row: Option<&Row>) -> Result<Vec<i64>> {
    let Some(row) = row else { return Ok(vec![]) };
    (0..AT_ONCE).map(|n| Ok(row.int(n)?)).collect()
}

/// What a unit below owes: how many cases with something late, how many with something urged and not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Below {
    /// Code of the unit, or of the district under which it stands.
    pub unit: String,
    /// Cases for which it is late with something.
    pub late: i64,
    /// Cases in which it was urged to do something that is still open.
    pub urged: i64,
}

/// By which units are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Every unit for itself.
    Unit,
    /// Districts with their offices.
    District,
}

/// For every unit of a range that owes something late or urged.
pub async fn below(
    tx: &mut Tx<'_>,
    scope: &Scope,
    units: &Range,
    group: Group,
    today: Date,
) -> Result<Vec<Below>> {
    let by = GROUPS[usize::from(group == Group::District)];
    let params: [Value; 3] = [today.to_string().into(), units.0.as_str().into(), units.1.as_str().into()];
    let found = BELOW.query(tx, scope, &[("{unit}", by)], params).await?;
    let one = |r: &Row| Ok(Below { unit: r.text(0)?.to_owned(), late: r.int(1)?, urged: r.int(2)? });
    found.iter().map(one).collect()
}
