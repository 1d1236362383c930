from __future__ import annotations

import numpy as np

from mingcha.policy.reader import read_text
from mingcha.policy.topics import BITS, TOPICS, find_topics, hash_grams, model


def test_grams_stay_within_their_text() -> None:
    grams = hash_grams(["ab", "", "ab", "甲"], BITS)
    assert [int((grams.text == index).sum()) for index in range(4)] == [3, 0, 3, 1]
    assert np.array_equal(grams.bucket[:3], grams.bucket[3:6])
    assert int(grams.bucket.max()) < 1 << BITS


def test_sentences_get_the_topics_they_are_about() -> None:
    policy = read_text(
        "我们会收集您的手机号码和位置信息。\n我们采用加密技术保护您的个人信息安全。\n联系方式：客服电话400-123-4567，邮箱a@b.cn。\n"
        "若您是未满14周岁的儿童，请在监护人陪同下阅读。\n我们会将您的信息存储于中华人民共和国境内，保存期限为三年。"
    )
    best = [TOPICS[index] for index in find_topics(policy.reading).argmax(axis=1)]
    assert best == ["collect", "security", "contact", "special-groups", "store"]


def test_an_empty_document_has_no_scores() -> None:
    assert model().score([], []).shape == (0, len(TOPICS))
