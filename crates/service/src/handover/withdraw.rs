//! A whole upload is taken back: checked over short reading transactions first, then piece by piece like an
//! import. What somebody acts on between the check and its piece stays as it is, and the receipt says so.
//! Must never know: what a case is about.

use super::progress::{By, STEP};
use crate::{Asker, Problem, Result, Service};
use database::Tx;
use domain::{
    case::{Case, CaseCommand},
    command::FieldError,
    handover,
    kernel::{Role, Stream, refuse},
    quarantine,
    roster::WITHDRAW,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{
    pending::{self, Pending},
    roster::{Roster, State},
    upload::{self, Line, Outcome},
};

/// Lines looked at in one reading transaction.
const AT_ONCE: i64 = 200;
/// A case nobody acted on has these events: entered, routed.
const ENTERED: i64 = 2;
/// A held row nobody acted on has this one.
const HELD: i64 = 1;

/// Who takes an upload back, and why; kept under a key of its own while it is carried out.
#[derive(Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) by: By,
    reason: String,
}

impl Order {
    pub(super) fn read(content: &[u8]) -> Result<Order> {
        serde_json::from_slice(content).map_err(|_| Problem::Broken("a kept order cannot be read".into()))
    }
}

impl Service {
    /// Orders that an upload be taken back. It is carried out like an import, by `carry_on`.
    pub async fn withdraw_roster(
        &self,
        asker: &Asker,
        no: &str,
        typed: &Map<String, Value>,
    ) -> Result<Roster> {
        let receipt = self.roster(asker, no).await?;
        if !WITHDRAW.who.contains(&asker.actor.role) {
            return Ok(refuse(
                "not_your_role",
                format!("“{}”不由{}办理", WITHDRAW.title, asker.actor.role.name()),
            )?);
        }
        let fields = WITHDRAW.read(typed).map_err(Problem::Fields)?;
        if fields.get("sure") != Some(&Value::Bool(true)) {
            let message = "撤回会撤销整份名册建立的档案，请勾选确认".to_owned();
            return Err(Problem::Fields(vec![FieldError {
                field: "sure".into(),
                code: "required",
                message,
            }]));
        }
        may_withdraw(asker, &receipt)?;
        match self.acted_on(asker, &receipt).await? {
            0 => {}
            n => {
                let detail = format!(
                    "这份名册有 {n} 人已有单位办理过（核查、退回、接回、更正等），不能整份撤回。请逐人处理：档案由监所答复“信息错误，撤销本条”"
                );
                return Ok(refuse("acted_on", detail)?);
            }
        }
        let reason = fields.get("reason").and_then(Value::as_str).unwrap_or_default().to_owned();
        self.order(asker, no, reason).await
    }

    /// Remembers the order; from here on it is carried out even if the program stops.
    async fn order(&self, asker: &Asker, no: &str, reason: String) -> Result<Roster> {
        let order = Order { by: By::of(&asker.actor), reason };
        let content = serde_json::to_vec(&order).map_err(|e| Problem::Broken(e.to_string()))?;
        let (service, asker, no) = (self.clone(), asker.clone(), no.to_owned());
        self.write(async move |tx: &mut Tx<'_>| {
            let found = store::roster::find(tx, &asker.scope(), &no).await?;
            let mut receipt = found.ok_or(Problem::NotFound)?;
            may_withdraw(&asker, &receipt)?;
            let hand = service.hand(&asker);
            receipt.withdrawal = hand.new_id().simple().to_string();
            receipt.state = State::Withdrawing;
            receipt.done = 0;
            let kept = Pending { custody: receipt.custody.clone(), content: content.clone() };
            let until = service.kept_until(&asker);
            pending::save(tx, &hand, &receipt.withdrawal, &kept, until).await?;
            pending::keep(tx, &receipt.withdrawal, until).await?;
            store::roster::advance(tx, &receipt).await?;
            Ok(receipt)
        })
        .await
    }

    /// How many cases and rows of an upload somebody has acted on.
    async fn acted_on(&self, asker: &Asker, receipt: &Roster) -> Result<usize> {
        let (mut acted, mut from) = (0, 0);
        while from < receipt.lines {
            let (service, asker, no) = (self.clone(), asker.clone(), receipt.no.clone());
            acted += self
                .db
                .read_fn(async move |tx: &mut Tx<'_>| {
                    let mut acted = 0;
                    for line in upload::lines(tx, &asker.scope(), &no, from, AT_ONCE).await? {
                        acted += usize::from(!service.untouched(tx, &asker, &line).await?);
                    }
                    Ok::<_, Problem>(acted)
                })
                .await?;
            from += AT_ONCE;
        }
        Ok(acted)
    }

    /// Whether nobody has acted on what the line became; what it did not bring does not matter.
    async fn untouched(&self, tx: &mut Tx<'_>, asker: &Asker, line: &Line) -> Result<bool> {
        let scope = asker.scope();
        Ok(match line.outcome {
            Outcome::Repeat | Outcome::Other => true,
            Outcome::Accepted => store::case::load(tx, &scope, &self.keys, &line.no)
                .await?
                .is_some_and(|case| case.version == first_events(&case.state) && case.state.untouched()),
            Outcome::Held => store::held::load(tx, &scope, &self.keys, &line.no)
                .await?
                .is_some_and(|row| row.version == HELD && row.state.fate == quarantine::Fate::Held),
        })
    }

    /// Takes the next lines back.
    pub(super) async fn give_back_some(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        order: &Order,
        no: &str,
    ) -> Result<Roster> {
        let found = store::roster::find(tx, &asker.scope(), no).await?;
        let mut receipt = found.ok_or(Problem::NotFound)?;
        if receipt.state != State::Withdrawing {
            return Ok(receipt);
        }
        let limit = i64::try_from(STEP).unwrap_or(i64::MAX);
        for line in upload::lines(tx, &asker.scope(), no, receipt.done, limit).await? {
            let brought = matches!(line.outcome, Outcome::Accepted | Outcome::Held);
            if brought && self.untouched(tx, asker, &line).await? {
                self.give_back(tx, asker, &line, &order.reason).await?;
                receipt.withdrawn += 1;
            }
        }
        receipt.done = (receipt.done + limit).min(receipt.lines);
        if receipt.done == receipt.lines {
            receipt.state = State::Withdrawn;
        }
        store::roster::advance(tx, &receipt).await?;
        Ok(receipt)
    }

    async fn give_back(&self, tx: &mut Tx<'_>, asker: &Asker, line: &Line, reason: &str) -> Result<()> {
        let (hand, scope, reason) = (self.hand(asker), asker.scope(), reason.to_owned());
        let (today, rules) = (asker.now.today, self.rules());
        if line.outcome == Outcome::Held {
            let found = store::held::load(tx, &scope, &self.keys, &line.no).await?;
            let mut row = found.ok_or(Problem::NotFound)?;
            let reason = format!("名册撤回：{reason}");
            let events = row.state.decide(quarantine::Command::Withdraw { reason }, &self.ctx(asker))?;
            store::held::append(tx, &hand, &mut row, &line.no, today, events, rules).await?;
        } else {
            let found = store::case::load(tx, &scope, &self.keys, &line.no).await?;
            let mut case = found.ok_or(Problem::NotFound)?;
            let command = CaseCommand::Handover(handover::Command::Withdraw { reason });
            let events = case.state.decide(command, &self.ctx(asker))?;
            store::case::append(tx, &hand, &mut case, today, events, rules).await?;
        }
        Ok(store::roster::forget_lines(tx, &line.no).await?)
    }
}

/// How many events a case nobody acted on has: the law may have sealed it besides.
fn first_events(case: &Case) -> i64 {
    ENTERED + i64::from(case.sealed().is_some())
}

/// Who sent it takes it back, or the city bureau.
fn may_withdraw(asker: &Asker, receipt: &Roster) -> Result<()> {
    let actor = &asker.actor;
    if actor.role != Role::City && actor.unit.code() != receipt.sender {
        return Ok(refuse("not_sender", "这份名册由别的单位上传，请上传单位或市局撤回")?);
    }
    match receipt.state {
        State::Taken => Ok(()),
        State::Taking => Ok(refuse("still_taking", "这份名册还没有导入完，导入完成后才能撤回")?),
        State::Withdrawing | State::Withdrawn => Ok(refuse("already_withdrawn", "这份名册已经撤回")?),
    }
}
