//! Papers F1–F9 filled from what is known of a case (rules 11). What is not known stays empty, to be filled
//! in by hand; a paper carries no more of the person than it needs. Without a stated purpose the identity
//! number is masked. The look is durable before the paper leaves.
//! Must never know: what a paper looks like; who may print what is [`domain::paper`].

mod f1;
mod f2;
mod f3;
mod f4;
mod f5;
mod f6;
mod f7;
mod f8;
mod f9;
mod facts;

use crate::{Asker, Problem, Result, Service, case::reason};
use database::Tx;
use documents::paper::Paper;
use domain::{
    case::{Case, CaseEvent},
    kernel::{Refusal, Stream, day},
    paper::{Form, PURPOSES, SHEETS, Sheet},
    person::Person,
};
use jiff::{ToSpan, civil::Date};
use reference::id_number::IdNumber;
use store::{
    journal::{self, Past},
    rows,
};

/// A month's list names at most so many persons.
const LISTED_AT_MOST: i64 = 1000;

/// What is asked for besides the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What it is printed for, in words; only then does it carry the whole identity number.
    pub purpose: Option<&'static str>,
    /// The version of the case at which the visit was recorded (F9).
    pub visit: Option<i64>,
    /// Marked as a copy.
    pub copy: bool,
}

impl Wanted {
    /// The words of a purpose; `None` for a code that is none.
    pub fn purpose(code: &str) -> Option<&'static str> {
        PURPOSES.iter().find(|(c, _)| *c == code).map(|(_, words)| *words)
    }
}

/// The papers of one case.
pub struct Papers {
    /// The person's name.
    pub name: String,
    /// Every form the asker's role may print, and why not yet.
    pub sheets: Vec<(&'static Sheet, Option<Refusal>)>,
    /// Visits recorded, latest first: version and day.
    pub visits: Vec<(i64, Date)>,
}

/// What the papers of one case are filled from.
struct File {
    no: String,
    case: Case,
    person: Person,
    past: Vec<Past<CaseEvent>>,
    owed: Vec<rows::Owed>,
}

/// With what a paper is filled besides the file.
struct Desk<'a> {
    service: &'a Service,
    today: Date,
    wanted: &'a Wanted,
}

impl Service {
    /// What can be printed for a case.
    pub async fn papers(&self, asker: &Asker, no: &str) -> Result<Papers> {
        let file = self.paper_file(asker, no).await?;
        self.look(asker, "case", no, reason(asker, &file.case, &file.owed)).await?;
        let role = asker.actor.role;
        let of_case = SHEETS.iter().filter(|s| s.form != Form::F2 && s.form.for_role(role).is_ok());
        Ok(Papers {
            sheets: of_case.map(|s| (s, s.form.of(&file.case, role).err())).collect(),
            visits: f9::visits(&file).iter().map(|v| (v.version, v.record.on)).collect(),
            name: file.name().to_owned(),
        })
    }

    /// A paper of a case.
    pub async fn paper(&self, asker: &Asker, no: &str, form: Form, wanted: &Wanted) -> Result<Paper> {
        let file = self.paper_file(asker, no).await?;
        form.of(&file.case, asker.actor.role)?;
        let paper = self.desk(asker, wanted).fill(form, &file)?;
        let why = wanted.purpose.unwrap_or_else(|| reason(asker, &file.case, &file.owed));
        self.look(asker, &what(form), no, why).await?;
        Ok(paper)
    }

    /// The list of those who are released in the month of a day (F2).
    pub async fn paper_of_month(&self, asker: &Asker, within: Date, wanted: &Wanted) -> Result<Paper> {
        Form::F2.for_role(asker.actor.role)?;
        let (who, keys) = (asker.clone(), self.keys.clone());
        let (from, until) = (within.first_of_month(), within.last_of_month());
        let files: Vec<File> = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let listed = store::case::coming(tx, &who.scope(), from, until, LISTED_AT_MOST + 1).await?;
                let mut files = vec![];
                for one in listed {
                    files.push(load(tx, &who, &keys, &one.no).await?);
                }
                Ok::<_, Problem>(files)
            })
            .await?;
        let coming: Vec<File> = files.into_iter().filter(f2::lists).collect();
        let paper = f2::paper(&coming, within, asker, &self.desk(asker, wanted));
        self.looks_of_month(asker, &coming, wanted).await?;
        Ok(paper)
    }

    /// Whole numbers are a look at every file; a list without them is one look.
    async fn looks_of_month(&self, asker: &Asker, files: &[File], wanted: &Wanted) -> Result<()> {
        let purpose = match wanted.purpose {
            Some(purpose) if !files.is_empty() => purpose,
            why => return self.look(asker, &what(Form::F2), "", why.unwrap_or("list")).await,
        };
        let mut waiting = tokio::task::JoinSet::new();
        for file in files {
            let (service, asker, no) = (self.clone(), asker.clone(), file.no.clone());
            waiting.spawn(async move { service.look(&asker, &what(Form::F2), &no, purpose).await });
        }
        while let Some(done) = waiting.join_next().await {
            done.map_err(|_| Problem::LookNotRecorded)??;
        }
        Ok(())
    }

    async fn paper_file(&self, asker: &Asker, no: &str) -> Result<File> {
        let (who, keys, no) = (asker.clone(), self.keys.clone(), no.to_owned());
        self.db.read_fn(async move |tx: &mut Tx<'_>| load(tx, &who, &keys, &no).await).await
    }

    fn desk<'a>(&'a self, asker: &Asker, wanted: &'a Wanted) -> Desk<'a> {
        Desk { service: self, today: asker.now.today, wanted }
    }
}

/// How the log of looks calls a paper.
fn what(form: Form) -> String {
    format!("paper:{}", form.sheet().code)
}

async fn load(tx: &mut Tx<'_>, asker: &Asker, keys: &vault::Master, no: &str) -> Result<File> {
    let (case, scope) = crate::case::find(tx, asker, keys, no).await?;
    let past = journal::history::<Case>(tx, &case).await?;
    let person = journal::load_by_id::<Person>(tx, keys, case.subject).await?;
    let owed = store::obligation::of_case(tx, &scope, no).await?;
    let person = person.map(|p| p.state).unwrap_or_default();
    Ok(File { no: no.to_owned(), case: case.state, person, past, owed })
}

impl File {
    /// The present name; the one sent where the person is not registered.
    fn name(&self) -> &str {
        match self.person.identity.name.as_str() {
            "" => &self.case.handover.sent.name,
            name => name,
        }
    }

    /// The last event that is of a kind, and its place.
    fn last<'a, T>(&'a self, of: impl Fn(&'a CaseEvent) -> Option<T>) -> Option<(usize, T)> {
        self.past.iter().enumerate().rev().find_map(|(at, p)| of(&p.event).map(|found| (at, found)))
    }

    /// The case as it was before an event.
    fn before(&self, at: usize) -> Case {
        let mut case = Case::default();
        self.past.iter().take(at).for_each(|p| case.evolve(&p.event));
        case
    }

    /// The office that owns the record.
    fn office<'a>(&'a self, desk: &'a Desk<'_>) -> &'a str {
        self.case.handover.office().map_or("", |u| desk.service.units.name(u.code()))
    }
}

impl Desk<'_> {
    fn fill(&self, form: Form, file: &File) -> Result<Paper> {
        let paper = match form {
            Form::F1 => f1::paper(file, self),
            Form::F2 => return Err(Problem::NotFound), // of a month; refused before
            Form::F3 => f3::paper(file, self),
            Form::F4 => f4::paper(file, self),
            Form::F5 => f5::paper(file, self),
            Form::F6 => f6::paper(file, self),
            Form::F7 => f7::paper(file, self),
            Form::F8 => f8::paper(file, self),
            Form::F9 => f9::paper(file, self).ok_or(Problem::NotFound)?,
        };
        Ok(paper)
    }

    /// An empty form with its marks.
    fn sheet(&self, form: Form) -> Paper {
        let sheet = form.sheet();
        let copy = self.wanted.copy.then(|| "副本".to_owned());
        Paper::form(sheet.code, sheet.title, day(self.today)).marked(copy)
    }

    /// The identity number: whole for a purpose, masked otherwise.
    fn number(&self, file: &File) -> String {
        let number = &file.person.identity.id_number;
        match (self.wanted.purpose, IdNumber::parse(number)) {
            (Some(_), _) => number.clone(),
            (None, Ok(id)) => id.masked(),
            (None, Err(_)) => String::new(),
        }
    }

    /// A mark on what rests on rules whose basis has run out (the term of assistance).
    fn lapsed(&self, trigger: Date) -> Option<String> {
        let pack = self.service.rules.at(trigger);
        let basis = Some(&pack.basis).filter(|_| pack.lapsed(self.today))?;
        let next = basis.valid_to?.saturating_add(1.day());
        Some(format!("依据已届满，沿用待确认：{}，{}起失效", basis.title, day(next)))
    }
}
