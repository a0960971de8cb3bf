//! The file at home: worker, file, agreement or its refusal, how he earns a living, the end of the term.
//! Refusing the agreement is lawful and changes nothing else in the life.
//! Must never know: visits.

use super::{Life, Who, plus};
use crate::{cast::Gap, names};
use jiff::civil::Date;
use serde_json::json;

const SITUATION: &[&str] = &[
    "与父母同住，家里有两间房，吃住没有问题",
    "暂住亲戚家，打算先找工作再租房",
    "已婚，妻子在附近打工，孩子由老人照看",
    "独居，房屋为父母留下的老屋，水电正常",
    "与兄弟同住，经济上由兄弟接济",
    "租住单间，月租由家人先垫付",
];
const TROUBLES: &[&str] = &[
    "最需要一份工作，愿意从普工做起",
    "身份证已过期，需要补办；医保要重新参保",
    "与家人隔阂较深，需要慢慢沟通",
    "有慢性病，需定期取药",
    "孩子上学手续没有办好，希望帮忙问一问",
    "暂无困难，想自己安静一段时间",
    "手机不会用，需要教一教扫码和挂号",
];
const WORDS: &[&str] = &[
    "我已经改好了，不想再签什么东西。",
    "有事我会来找你们，签字就不必了。",
    "怕被单位知道，先不签。",
    "让我先缓一缓，过几个月再说。",
    "家里人不同意签，我听家里的。",
];
const REVIEWS: &[&str] = &[
    "生活、工作、情绪与上次相比没有变化，维持现在的类型",
    "按时联系，家人支持，维持现在的类型",
    "困难还在解决中，维持现在的类型，下半年再看",
    "与社区民警、村居核对过，没有新情况，维持",
];
const JOBS: &[(usize, (&str, &str))] = &[
    (9, ("06", "辖区物流园分拣员")),
    (8, ("06", "制衣厂车位工")),
    (7, ("06", "餐饮店厨房帮工")),
    (7, ("06", "电子厂普工")),
    (6, ("06", "停车场管理员")),
    (5, ("06", "家具城搬运工")),
    (5, ("05", "自家门口的早餐档")),
    (4, ("05", "电动车修理铺")),
    (3, ("07", "与朋友合办的装修队")),
    (3, ("07", "网约货车，自备车辆")),
    (4, ("02", "街道环卫公益岗位")),
    (3, ("02", "社区绿化养护公益岗位")),
    (5, ("03", "安置帮教基地企业包装车间")),
    (3, ("04", "过渡性安置基地")),
    (5, ("01", "自家责任田，种菜供应市场")),
    (6, ("99", "零工，由同乡介绍")),
    (4, ("99", "家人供养，在家照顾老人")),
];

impl Life<'_> {
    pub(super) fn file(&mut self, home: Date, until: Date) {
        let assigned = plus(home, self.dice.between(0, 2));
        self.step(assigned, Who::Head, "assign-worker", json!({}));
        let opened = plus(home, self.dice.between(0, 3));
        let fields = json!({
            "on": opened.to_string(),
            "phone": names::phone(&mut self.dice),
            "address": self.person.living.as_deref(),
            "family": self.dice.pick(SITUATION),
            "note": self.dice.pick(TROUBLES),
        });
        self.step(opened, Who::Worker, "open-file", fields);
        let talked = plus(home, self.dice.between(1, 5));
        if self.dice.chance(88) {
            self.sign(talked);
            return;
        }
        let again = self.dice.chance(50).then(|| plus(talked, self.dice.between(60, 150)));
        self.declines(talked, again);
        if let Some(again) = again.filter(|again| *again < until) {
            match self.dice.chance(50) {
                true => self.sign(again),
                false => self.declines(again, None),
            }
        }
    }

    fn sign(&mut self, on: Date) {
        let relative = self.person.kin.as_ref().map(|(name, relation, _)| format!("{name}（{relation}）"));
        let community = *self.dice.pick(&["居委会综治专干", "村委会治保主任", "社区网格员", "居委会副主任"]);
        let fields = json!({ "on": on.to_string(), "relative": relative, "community": community });
        self.step(on, Who::Worker, "sign-agreement", fields);
    }

    fn declines(&mut self, on: Date, again: Option<Date>) {
        let fields = json!({
            "on": on.to_string(),
            "words": self.dice.pick(WORDS),
            "again_on": again.map(|day| day.to_string()),
            "never_again": again.is_none(),
        });
        self.step(on, Who::Worker, "refuse-agreement", fields);
    }

    /// The head reviews the grade every half-year; the last half-year ends with the term.
    pub(super) fn reviews(&mut self, home: Date, until: Date) {
        let category = if self.person.key { "key" } else { "ordinary" };
        let mut day = plus(home, self.dice.between(165, 180));
        while day < until.min(plus(self.almanac.today, 1)) {
            let reason = *self.dice.pick(REVIEWS);
            let fields = json!({ "on": day.to_string(), "category": category, "reason": reason });
            self.step(day, Who::Head, "review-grade", fields);
            day = plus(day, self.dice.between(165, 180));
        }
    }

    /// About one in five finds nothing; some change once or twice.
    pub(super) fn livelihood(&mut self, home: Date, until: Date) {
        if !self.dice.chance(80) {
            return;
        }
        let mut day = plus(home, self.dice.between(6, 110));
        for _ in 0..3 {
            if day >= until {
                return;
            }
            let (way, place) = *self.dice.weighted(JOBS);
            let evidence =
                *self.dice.pick(&["本人陈述", "工牌照片", "劳动合同", "单位负责人电话确认", "上门看到"]);
            let sort = (way == "99").then_some(if place.starts_with("家人") { "family" } else { "casual" });
            let fields = json!({
                "on": day.to_string(), "way": way, "sort": sort, "place": place, "evidence": evidence,
            });
            self.step(day, Who::Worker, "record-placement", fields);
            let stays = self.dice.chance(60);
            let left = plus(day, self.dice.between(90, 500));
            if stays || left >= until {
                return;
            }
            let reason = *self.dice.pick(&[
                "订单减少，单位裁员",
                "嫌路远，自己辞工",
                "合同到期未续",
                "身体吃不消，歇一段时间",
            ]);
            self.step(
                left,
                Who::Worker,
                "end-placement",
                json!({ "on": left.to_string(), "reason": reason }),
            );
            day = plus(left, self.dice.between(5, 90));
        }
    }

    /// The end of the term, told on the day.
    pub(super) fn end(&mut self, until: Date) {
        let told = *self.dice.pick(&[
            "当天电话告知本人期满，本人表示感谢，有困难仍会来所",
            "本人来所，当面告知期满，发给社区服务联系卡",
            "上门告知本人和家属期满解除，提醒可继续申请就业援助",
        ]);
        let fields = json!({ "on": until.to_string(), "reason": "expired", "told": told });
        self.steps.retain(|step| step.day < until);
        self.step(until, Who::Head, "close", fields);
        if self.person.part.gap == Gap::Omit("close") {
            self.visits_after_term(until);
        }
    }
}
