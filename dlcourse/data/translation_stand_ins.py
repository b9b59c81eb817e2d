"""A stand-in for translated sentences: a small grammar of English and Chinese, always the same.

As in the real pairs, words change places between the languages ("today" stands last in English and near the front in Chinese), some
words have two translations, some translations serve two words, and about half of the Chinese is in traditional characters.
"""

from __future__ import annotations

import numpy as np

PAIRS = "sentences from a small grammar; no person's translations, not even for the edition of 2026-02-13, the only one that is accepted"

NUM_PAIRS = 2_400
AUTHORS = ("A", "B", "C")  # of the translations, where a real attribution names its author last
SUBJECTS = {
    "I": "我", "You": "你", "He": "他", "She": "她", "We": "我们", "They": "他们", "Tom": "汤姆", "Mary": "玛丽",
    "The teacher": "老师", "The doctor": "医生", "My mother": "我妈妈 我母亲", "My friend": "我的朋友 我朋友",
}  # fmt: skip
MODALS = {"can": "会 可以", "will": "会 要", "must": "必须", "should": "应该", "cannot": "不会 不能"}
ACTS = {
    "read the book": "读这本书 看这本书", "drink tea": "喝茶", "drink coffee": "喝咖啡", "eat an apple": "吃苹果 吃一个苹果",
    "open the door": "开门 打开门", "close the window": "关窗", "buy a car": "买车 买一辆车", "write a letter": "写信 写一封信",
    "learn Chinese": "学中文 学习汉语", "speak English": "说英语", "play the piano": "弹钢琴", "go home": "回家",
    "go to school": "去学校 上学", "sing": "唱歌", "swim": "游泳", "help him": "帮他 帮助他", "call her": "给她打电话",
    "wait here": "在这里等", "sleep": "睡觉", "cook dinner": "做晚饭",
}  # fmt: skip
TIMES = {"": "", "today": "今天", "tomorrow": "明天", "now": "现在", "every day": "每天 天天", "at night": "晚上"}
TRADITIONAL = str.maketrans(
    "们汤玛丽师医妈会须应该读书开门关买车写学习汉语说弹钢琴给电话这里饭现个辆来时过",
    "們湯瑪麗師醫媽會須應該讀書開門關買車寫學習漢語說彈鋼琴給電話這裡飯現個輛來時過",
)


def pairs() -> list[tuple[str, str, str]]:
    """Rows of English, Chinese and attribution, shortest English first, no row twice."""
    rng = np.random.default_rng(5)
    found: dict[tuple[str, str], str] = {}
    while len(found) < NUM_PAIRS:
        found.setdefault(_sentence(rng), rng.choice(AUTHORS))
    by_length = sorted(found.items(), key=lambda item: len(item[0][0]))
    return [(english, chinese, f"made by a grammar & ({author})") for (english, chinese), author in by_length]


def _sentence(rng: np.random.Generator) -> tuple[str, str]:
    """A statement or, one time in five, a question; in each language the parts stand in its own order."""
    parts = []
    for choices in (SUBJECTS, MODALS, ACTS, TIMES):
        english = rng.choice(list(choices))
        parts.append((english, rng.choice(choices[english].split(" "))))
    subject, modal, act, when = parts
    asked = rng.random() < 0.2 and modal[0] != "cannot"
    chinese = subject[1] + when[1] + modal[1] + act[1] + ("吗？" if asked else "。")
    if asked:
        first = subject[0] if subject[0] in ("I", "Tom", "Mary") else subject[0].lower()
        words = [modal[0].capitalize(), first, act[0], when[0]]
    else:
        words = [subject[0], modal[0], act[0], when[0]]
    written = chinese.replace("吗", "嗎").translate(TRADITIONAL) if rng.random() < 0.45 else chinese
    return " ".join(word for word in words if word) + ("?" if asked else "."), written
