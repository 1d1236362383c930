"""The case side of the national testing platform: a Django project, installed with the extra `platform`.

It imports the engine; the engine never imports it. Apps from the inside out: `ledger` (what happened), `people` (bodies and
users), `workdays`, `documents`, `work` (the queue), `registry` (apps, packages, SDKs, stores), `testing` (scans, findings,
checklists), `casework` (leads, cases and their steps); outside stand `office`, `portal` and `api`.
"""
