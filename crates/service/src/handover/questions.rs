//! For custodial places that never sign in (rules §17.1): per place the questions that wait for an answer, one
//! workbook out, the filled workbook back. Each row is the same command that a signed-in place would give,
//! recorded by the bureau from the letter; a row that no longer fits what is asked changes nothing.
//! Must never know: how a workbook looks inside.

use crate::{Asker, Given, Problem, Result, Service};
use database::Tx;
use documents::{
    Limits,
    answers::{Answer, CHOICES, Question},
};
use domain::{
    case::{self, Case},
    command::FieldError,
    handover::feedback::{Correction, ITEMS},
    kernel::{Role, Stream, refuse},
    unit::Unit,
};
use serde_json::{Map, Value, json};
use store::{
    Loaded,
    page::{Ask, Page},
    pending,
};

/// So many cases are read with one statement.
const AT_ONCE: i64 = 500;
/// How long a previewed file waits for a yes, in milliseconds: one hour.
const WAITS: i64 = 3_600_000;
/// Stands in for the letter's number while a file is only looked at.
const UNTOLD: &str = "待填";
/// Marks what waits as answers, not a roster.
const KIND: &str = "answers";
/// The row for feedback without single corrections.
const WHOLE: &str = "";

/// A custodial place with open questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// How many persons are asked about.
    pub persons: usize,
    /// The earliest day on which an answer is due.
    pub due_on: String,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// It answers the question.
    Answers,
    /// Nothing: no answer is filled in, or it was answered before.
    Nothing(String),
    /// It cannot be taken: the column and what to do.
    Wrong(String, String),
}

/// One row of a filled workbook and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Row as the spreadsheet program numbers it.
    pub row: u32,
    /// Number of the case; empty where the row does not say.
    pub no: String,
    /// What it answers.
    pub item: String,
    /// What becomes of it.
    pub effect: Effect,
}

/// A filled workbook that was read and waits for a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// The number under which it waits.
    pub waiting: String,
    /// Row by row.
    pub rows: Vec<Told>,
}

/// Bureaus speak for custodial places that never sign in.
pub(super) fn may(asker: &Asker) -> Result<()> {
    match asker.actor.role {
        Role::City | Role::District => Ok(()),
        _ => Ok(refuse("not_your_role", "监所的答复由区局和市局代录")?),
    }
}

fn wrong_field(field: &str, message: &str) -> Problem {
    Problem::Fields(vec![FieldError { field: field.into(), code: "required", message: message.into() }])
}

impl Service {
    /// Whether the asker may record the answers of custodial places.
    pub fn may_record_answers(&self, asker: &Asker) -> Result<()> {
        may(asker)
    }

    /// A page of custodial places with questions that wait for an answer, in scope.
    pub async fn asked_places(&self, asker: &Asker, ask: Ask) -> Result<Page<Place>> {
        may(asker)?;
        self.look(asker, "list", "", "list").await?;
        let scope = asker.scope();
        let found = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| store::dispute::asked(tx, &scope, &ask).await)
            .await?;
        let place = |p: store::dispute::Asked| Place {
            name: self.units.name(&p.custody).to_owned(),
            code: p.custody,
            persons: usize::try_from(p.persons).unwrap_or_default(),
            due_on: p.due_on,
        };
        let Page { items, next, at_least, exact } = found;
        Ok(Page { items: items.into_iter().map(place).collect(), next, at_least, exact })
    }

    /// The workbook for one custodial place. The look is durable before anything goes out.
    pub async fn ask_place(&self, asker: &Asker, custody: &str, purpose: &str) -> Result<Vec<u8>> {
        may(asker)?;
        let purpose = reference::text::clean(purpose);
        if !(2..=100).contains(&purpose.chars().count()) {
            return Err(wrong_field("purpose", "请写明导出的用途（2 至 100 字）"));
        }
        let custody = Unit::new(custody);
        let mut questions = vec![];
        for (_, case) in self.asked_cases(asker, &custody).await? {
            questions.extend(self.questions(&case.state));
        }
        if questions.is_empty() {
            return Err(Problem::NotFound);
        }
        self.look(asker, "export", custody.code(), &purpose).await?;
        documents::answers::write(&questions).map_err(|e| Problem::Broken(e.to_string()))
    }

    /// Reads a filled workbook and says what each row would do; it waits for a yes.
    pub async fn preview_answers(&self, asker: &Asker, bytes: Vec<u8>) -> Result<Answers> {
        may(asker)?;
        let limits = Limits::default();
        let answers = documents::limited::read_answers_in_child(&self.reader, bytes, limits).await?;
        self.look(asker, "list", "", "list").await?;
        self.keep_answers(asker, answers).await
    }

    /// What each row of read answers would do; they wait for a yes.
    pub async fn keep_answers(&self, asker: &Asker, answers: Vec<Answer>) -> Result<Answers> {
        may(asker)?;
        let letter = json!({"letter_no": UNTOLD});
        let mut rows = vec![];
        for answer in &answers {
            rows.push(self.judge_answer(asker, answer, &letter).await?.0);
        }
        let content = serde_json::to_vec(&answers).map_err(|e| Problem::Broken(e.to_string()))?;
        let waiting = self.hand(asker).new_id().simple().to_string();
        let (service, asker, no) = (self.clone(), asker.clone(), waiting.clone());
        self.write(async move |tx: &mut Tx<'_>| {
            let hand = service.hand(&asker);
            let waits = pending::Pending { custody: KIND.into(), content: content.clone() };
            pending::drop_one(tx, &hand, "").await?;
            Ok(pending::save(tx, &hand, &no, &waits, asker.now.millis + WAITS).await?)
        })
        .await?;
        Ok(Answers { waiting, rows })
    }

    /// Says yes: every row that fits is recorded from the letter, one command a row.
    pub async fn confirm_answers(
        &self,
        asker: &Asker,
        waiting: &str,
        letter_no: &str,
        on: &str,
    ) -> Result<Vec<Told>> {
        may(asker)?;
        if reference::text::clean(letter_no).is_empty() {
            return Err(wrong_field("letter_no", "请填写来函文号"));
        }
        let letter = json!({"letter_no": letter_no, "on": on});
        let mut rows = vec![];
        for answer in self.waiting_answers(asker, waiting).await? {
            let (mut told, command) = self.judge_answer(asker, &answer, &letter).await?;
            if let Some((name, fields, version)) = command {
                let given = Given { if_match: Some(version), idempotency_key: None };
                match self.give(asker, &told.no, name, &fields, given).await {
                    Ok(_) => {}
                    Err(Problem::Stale { .. }) => told.effect = stale(),
                    Err(problem) => return Err(problem),
                }
            }
            rows.push(told);
        }
        let (service, asker, no) = (self.clone(), asker.clone(), waiting.to_owned());
        self.write(async move |tx: &mut Tx<'_>| Ok(pending::drop_one(tx, &service.hand(&asker), &no).await?))
            .await?;
        Ok(rows)
    }

    async fn waiting_answers(&self, asker: &Asker, waiting: &str) -> Result<Vec<Answer>> {
        let (hand, no) = (self.hand(asker), waiting.to_owned());
        let found = self.db.read_fn(async move |tx: &mut Tx<'_>| pending::find(tx, &hand, &no).await).await?;
        match found.filter(|waits| waits.custody == KIND) {
            Some(waits) => serde_json::from_slice(&waits.content).map_err(|e| Problem::Broken(e.to_string())),
            None => Ok(refuse("preview_expired", "这份预览已过期或已提交，请重新上传文件")?),
        }
    }

    /// The cases about which a custodial place was asked, with the day on which the answer is due: all of them.
    pub(super) async fn asked_cases(
        &self,
        asker: &Asker,
        custody: &Unit,
    ) -> Result<Vec<(String, Loaded<Case>)>> {
        let (scope, keys, custody) = (asker.scope(), self.keys.clone(), custody.code().to_owned());
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let (mut cases, mut last) = (vec![], (String::new(), String::new()));
                loop {
                    let piece = store::dispute::of_place(tx, &scope, &custody, &last, AT_ONCE).await?;
                    let Some(end) = piece.last() else { return Ok(cases) };
                    last = end.clone();
                    for (due_on, no) in piece {
                        let case = store::case::load(tx, &scope, &keys, &no).await?;
                        cases.extend(case.map(|case| (due_on, case)));
                    }
                }
            })
            .await
    }

    /// The open questions of a case; feedback without single corrections is one question.
    pub(super) fn questions(&self, case: &Case) -> Vec<Question> {
        let state = &case.handover;
        let line = |item: &str, label: &str, sent: String, found: String| Question {
            check: self.check(case, item),
            case_no: state.sent.no.clone(),
            name: state.sent.name.clone(),
            prison_no: state.sent.prison_no.clone().unwrap_or_default(),
            item: label.to_owned(),
            sent,
            found,
        };
        let open: Vec<Question> = state
            .feedback
            .open()
            .map(|asked| {
                let text = |value: &Option<String>| value.clone().unwrap_or_default();
                line(&asked.item, label(&asked.item), text(&asked.old), text(&asked.new))
            })
            .collect();
        match open.is_empty() {
            true => vec![line(WHOLE, "核查结果（整体）", String::new(), state.result_words())],
            false => open,
        }
    }

    /// Binds a row to what is asked: case, item, both contents, and which feedback it was.
    fn check(&self, case: &Case, item: &str) -> String {
        let state = &case.handover;
        let asked = state.feedback.corrections.iter().find(|c| c.asked.item == item).map(|c| &c.asked);
        let round = state.feedback.rounds;
        let text = json!([state.sent.no, item, asked.map(|a| (&a.old, &a.new)), round]).to_string();
        let mac: String =
            self.keys.blind("answer_row", &text).iter().take(12).map(|b| format!("{b:02x}")).collect();
        format!("{}|{item}|{mac}", state.sent.no)
    }

    /// What a row does now, and the command that does it with the version that was seen.
    async fn judge_answer(
        &self,
        asker: &Asker,
        answer: &Answer,
        letter: &Value,
    ) -> Result<(Told, Option<(&'static str, Map<String, Value>, i64)>)> {
        let mut parts = answer.check.splitn(3, '|');
        let [no, item] = [(); 2].map(|()| parts.next().unwrap_or_default().to_owned());
        let mut told = Told { row: answer.row, no, item: label(&item).to_owned(), effect: stale() };
        let (scope, keys, wanted) = (asker.scope(), self.keys.clone(), told.no.clone());
        let found = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| store::case::load(tx, &scope, &keys, &wanted).await)
            .await?;
        let Some(case) = found else {
            told.no.clear();
            return Ok((told, None));
        };
        match self.command_of(asker, &case, &item, answer, letter) {
            Ok((name, fields)) => {
                told.effect = Effect::Answers;
                Ok((told, Some((name, fields, case.version))))
            }
            Err(effect) => {
                told.effect = effect;
                Ok((told, None))
            }
        }
    }

    fn command_of(
        &self,
        asker: &Asker,
        case: &Loaded<Case>,
        item: &str,
        answer: &Answer,
        letter: &Value,
    ) -> std::result::Result<(&'static str, Map<String, Value>), Effect> {
        let state = &case.state.handover;
        let correction: Option<&Correction> =
            state.feedback.corrections.iter().find(|c| c.asked.item == item);
        if self.check(&case.state, item) != answer.check {
            return Err(stale());
        }
        if correction.is_some_and(|c| c.reply.is_some()) || state.check.answer_since.is_none() {
            return Err(Effect::Nothing("已经答复过，不变".into()));
        }
        if answer.reply.is_empty() {
            return Err(Effect::Nothing("没有填写答复，不变".into()));
        }
        let choice = CHOICES.iter().position(|c| *c == answer.reply);
        let (name, mut fields) = match (item == WHOLE, choice) {
            (true, Some(0)) => ("answer", json!({"outcome": "corrected", "note": answer.text})),
            (true, Some(2)) => ("answer", json!({"outcome": "confirmed", "note": answer.text})),
            (true, Some(_)) => return Err(wrong("答复", "整体答复请选“接受”或“有异议”，更正写在“说明”中")),
            (false, Some(n)) => {
                let reply = ["accept", "other", "dispute"][n];
                let fields =
                    json!({"item": item, "reply": reply, "value": answer.value, "text": answer.text});
                ("answer-correction", fields)
            }
            (_, None) => return Err(wrong("答复", "请从列表中选择：接受、更正为、有异议")),
        };
        if let (Some(fields), Some(letter)) = (fields.as_object_mut(), letter.as_object()) {
            fields.extend(letter.clone());
        }
        let fields = fields.as_object().cloned().unwrap_or_default();
        self.would_do(asker, &case.state, name, &fields)?;
        Ok((name, fields))
    }

    /// Whether the command would be accepted now; the refusal with the column it belongs to.
    fn would_do(
        &self,
        asker: &Asker,
        case: &Case,
        name: &str,
        fields: &Map<String, Value>,
    ) -> std::result::Result<(), Effect> {
        let Some(spec) = domain::case::CaseCommand::specs().find(|s| s.name == name) else {
            return Err(stale());
        };
        let told = |field: &str, message: &str| wrong(column(field), message);
        let read =
            spec.read(fields).map_err(|e| e.first().map_or_else(stale, |e| told(&e.field, &e.message)))?;
        let command = case::command(name, &read, asker.actor.role).map_err(|r| told("", &r.detail))?;
        let decided = case.decide(command, &self.ctx(asker));
        decided.map(|_| ()).map_err(|r| told(r.field.unwrap_or_default(), &r.detail))
    }
}

fn label(item: &str) -> &'static str {
    ITEMS.iter().find(|(code, _)| *code == item).map_or("核查结果（整体）", |(_, word)| word)
}

fn column(field: &str) -> &'static str {
    match field {
        "value" => "更正为",
        "text" | "note" => "说明",
        "letter_no" => "来函文号",
        "on" => "来函日期",
        _ => "答复",
    }
}

fn wrong(column: &str, message: &str) -> Effect {
    Effect::Wrong(column.to_owned(), message.to_owned())
}

fn stale() -> Effect {
    wrong(
        "核对码",
        "这一行与现在的核查反馈不符：反馈已有变化，或不在本辖区，或核对码被改动。请重新导出后再请监所填写",
    )
}
