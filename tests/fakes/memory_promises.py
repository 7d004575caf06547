"""Supervisors, deliveries and broken promises in memory, for the counter in memory."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from counter_app.domain.filing.delivery import Delivery
from counter_app.services.ports import BrokenPromise, Supervisor, TemplateConfirmation


class MemorySupervisors:
    def __init__(self, kept: Any) -> None:
        self._kept: dict[str, Supervisor] = kept.supervisors

    def all(self) -> list[Supervisor]:
        return [self._kept[name] for name in sorted(self._kept)]

    def get(self, name: str) -> Supervisor | None:
        return self._kept.get(name)

    def hold(self, name: str) -> Supervisor | None:
        return self._kept.get(name)  # a `MemoryWork` is alone as it is

    def save(self, supervisor: Supervisor) -> None:
        self._kept[supervisor.name] = supervisor

    def remove(self, name: str) -> None:
        self._kept.pop(name, None)


class MemoryConfirmations:
    def __init__(self, kept: Any) -> None:
        self._kept: dict[str, TemplateConfirmation] = kept.confirmations

    def all(self) -> list[TemplateConfirmation]:
        return [self._kept[document] for document in sorted(self._kept)]

    def save(self, confirmation: TemplateConfirmation) -> None:
        self._kept[confirmation.document] = confirmation

    def remove(self, document: str) -> None:
        self._kept.pop(document, None)


class MemoryDeliveries:
    def __init__(self, kept: Any) -> None:
        self._kept: list[Delivery] = kept.deliveries

    def add(self, delivery: Delivery) -> None:
        self._kept.append(delivery)

    def of_papers(self, paper_ids: list[str]) -> dict[str, Delivery]:
        return {delivery.paper_id: delivery for delivery in self._kept if delivery.paper_id in paper_ids}


class MemoryPromises:
    def __init__(self, kept: Any) -> None:
        self._kept: list[BrokenPromise] = kept.broken_promises

    def add(self, promise: BrokenPromise) -> None:
        self._kept.append(promise)

    def between(self, since: datetime, until: datetime) -> list[BrokenPromise]:
        return [promise for promise in self._kept if since <= promise.at < until]
