"""What a team that moves from OpenAI does, with OpenAI's own client; OPENAI_BASE_URL and OPENAI_API_KEY say where."""

import io
import json
import sys
import time
from typing import Optional

import httpx2
import openai
from openai.lib._parsing import type_to_response_format_param
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, Field

MODEL = sys.argv[1]
ENDPOINT = "/v1/chat/completions"


class Listing(BaseModel):
    title: str
    venue: Optional[str]
    price: Optional[int] = Field(ge=0)


FORMAT = type_to_response_format_param(Listing)


class Ticket(BaseModel):
    title: str = Field(max_length=24)
    price: int = Field(ge=0, le=99)


ASKED = {
    "model": MODEL,
    "max_completion_tokens": 96,
    "messages": [
        {"role": "system", "content": "Convert the listing into JSON."},
        {"role": "user", "content": "Night 3 at the Harbour Loft, tickets 13 francs."},
    ],
}


def line(number, **changes):
    body = {
        "model": MODEL,
        "max_tokens": 64,
        "messages": [
            {"role": "system", "content": "Convert the listing into JSON."},
            {"role": "user", "content": f"Night {number} at the Harbour Loft, tickets {10 + number} francs."},
        ],
        "response_format": FORMAT,
    }
    body.update(changes)
    return json.dumps({"custom_id": f"listing-{number}", "method": "POST", "url": ENDPOINT, "body": body})


def upload(client, lines):
    content = io.BytesIO("\n".join(lines).encode())
    return client.files.create(file=("listings.jsonl", content), purpose="batch")


def batch_of(client, file, **options):
    return client.batches.create(input_file_id=file.id, endpoint=ENDPOINT, completion_window="24h", **options)


def wait(client, batch, *ends):
    for _ in range(600):
        batch = client.batches.retrieve(batch.id)
        if batch.status in ends:
            return batch
        assert batch.status in ("validating", "in_progress", "finalizing", "cancelling"), batch
        time.sleep(0.5)
    raise AssertionError(f"too slow: {batch}")


def structured_output(client):
    file = upload(client, [line(i) for i in range(4)] + [line(4, tools=[{"type": "function"}])])
    assert file.status == "processed" and file.purpose == "batch", file
    batch = batch_of(client, file, metadata={"run": "night 17"})
    assert batch.status == "validating" and batch.metadata == {"run": "night 17"}, batch
    batch = wait(client, batch, "completed")
    counts = batch.request_counts
    assert (counts.total, counts.completed, counts.failed) == (5, 4, 1), counts
    assert batch.usage.total_tokens == batch.usage.input_tokens + batch.usage.output_tokens > 0, batch.usage
    assert batch.created_at <= batch.in_progress_at <= batch.finalizing_at <= batch.completed_at <= batch.expires_at

    answers = [json.loads(text) for text in client.files.content(batch.output_file_id).text.splitlines()]
    assert [answer["custom_id"] for answer in answers] == [f"listing-{i}" for i in range(4)], answers
    for answer in answers:
        assert answer["error"] is None and answer["response"]["status_code"] == 200, answer
        completion = ChatCompletion.model_validate(answer["response"]["body"], strict=True)
        assert completion.model == MODEL and completion.usage.completion_tokens > 0, completion
        Listing.model_validate_json(completion.choices[0].message.content)

    (error,) = [json.loads(text) for text in client.files.content(batch.error_file_id).text.splitlines()]
    assert error["custom_id"] == "listing-4" and error["response"]["status_code"] == 400, error
    assert error["response"]["body"]["error"]["param"] == "tools", error

    assert client.files.delete(file.id).deleted
    expect(openai.NotFoundError, lambda: client.files.retrieve(file.id))


def online(client):
    answer = client.chat.completions.create(response_format=FORMAT, **ASKED)
    ChatCompletion.model_validate(answer.to_dict(), strict=True)
    assert answer.model == MODEL and answer.usage.total_tokens > answer.usage.completion_tokens > 0, answer
    Listing.model_validate_json(answer.choices[0].message.content)

    ticket = client.chat.completions.parse(response_format=Ticket, seed=1, temperature=0.5, **ASKED)
    assert isinstance(ticket.choices[0].message.parsed, Ticket), ticket
    free = client.chat.completions.create(response_format={"type": "json_object"}, **ASKED)
    assert isinstance(json.loads(free.choices[0].message.content), dict), free

    raw = client.chat.completions.with_raw_response.create(response_format=FORMAT, **ASKED)
    assert raw.request_id.startswith("req_") and raw.parse().choices[0].message == answer.choices[0].message, raw


def streaming(client):
    whole = client.chat.completions.create(response_format=type_to_response_format_param(Ticket), **ASKED)
    started = time.monotonic()
    pieces = []
    stream = client.chat.completions.create(
        response_format=type_to_response_format_param(Ticket), stream=True, stream_options={"include_usage": True}, **ASKED
    )
    for chunk in stream:
        pieces.append((time.monotonic() - started, chunk))
    texts = [(at, chunk.choices[0].delta.content) for at, chunk in pieces if chunk.choices and chunk.choices[0].delta.content]
    assert "".join(text for _, text in texts) == whole.choices[0].message.content, texts
    assert len(texts) > 2, texts
    assert texts[0][0] < pieces[-1][0], "the first piece comes before the last"
    assert [chunk.choices[0].finish_reason for _, chunk in pieces if chunk.choices][-1] == "stop", pieces
    assert pieces[-1][1].usage == whole.usage and not pieces[-1][1].choices, pieces[-1]

    with client.chat.completions.stream(response_format=Ticket, **ASKED) as events:
        kinds = {event.type for event in events}
        assert {"content.delta", "content.done"} <= kinds, kinds
        assert isinstance(events.get_final_completion().choices[0].message.parsed, Ticket)

    # Who goes away in the middle leaves nothing behind: the next one has its place.
    for _ in range(4):
        with client.chat.completions.create(response_format=FORMAT, stream=True, **ASKED) as stream:
            next(iter(stream))
    client.chat.completions.create(response_format=type_to_response_format_param(Ticket), **ASKED)


def fine_tuning(client):
    rows = [
        {
            "messages": [
                ASKED["messages"][0],
                {"role": "user", "content": f"Night {number} at the Harbour Loft, tickets {10 + number} francs."},
                {"role": "assistant", "content": json.dumps({"title": f"Night {number}", "price": 10 + number})},
            ]
        }
        for number in range(20)
    ]
    content = io.BytesIO("\n".join(json.dumps(row) for row in rows).encode())
    file = client.files.create(file=("nights.jsonl", content), purpose="fine-tune")
    method = {"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 1, "batch_size": 8}}}
    job = client.fine_tuning.jobs.create(model=MODEL, training_file=file.id, suffix="nights", method=method, seed=3)
    assert job.status in ("queued", "running") and job.hyperparameters.batch_size == 8, job
    assert client.fine_tuning.jobs.pause(job.id).status == "paused"
    assert client.fine_tuning.jobs.resume(job.id).status in ("queued", "running")
    for _ in range(600):
        job = client.fine_tuning.jobs.retrieve(job.id)
        if job.status not in ("queued", "running"):
            break
        time.sleep(0.5)
    assert job.status == "succeeded" and job.fine_tuned_model.startswith("nights@"), job
    events = list(client.fine_tuning.jobs.list_events(job.id, limit=2))
    assert "successfully completed" in events[0].message and "Created" in events[-1].message, events
    assert [event.data["step"] for event in events if event.type == "metrics"] == [3, 2, 1], events
    (checkpoint,) = client.fine_tuning.jobs.checkpoints.list(job.id).data
    assert checkpoint.fine_tuned_model_checkpoint == job.fine_tuned_model, checkpoint

    asked = {**ASKED, "model": job.fine_tuned_model}
    answer = client.chat.completions.parse(response_format=Ticket, **asked)
    assert answer.model == job.fine_tuned_model and answer.choices[0].message.parsed, answer

    lossy = openai.OpenAI(http_client=openai.DefaultHttpxClient(transport=LosesAnswers()))
    again = lossy.fine_tuning.jobs.create(model=MODEL, training_file=file.id, method=method)
    assert [each.id for each in client.fine_tuning.jobs.list(limit=1)] == [again.id, job.id]
    assert client.fine_tuning.jobs.cancel(again.id).status == "cancelled"
    expect(openai.ConflictError, lambda: client.fine_tuning.jobs.resume(again.id), "fine_tuning_job_not_paused")
    expect(
        openai.BadRequestError,
        lambda: client.fine_tuning.jobs.create(model=MODEL, training_file=file.id, method={"type": "dpo"}),
        "unsupported_parameter",
    )


def models(client):
    assert MODEL in [model.id for model in client.models.list()]
    assert client.models.retrieve(MODEL).object == "model"
    expect(openai.NotFoundError, lambda: client.models.retrieve("gpt-4o"), "model_not_found")


def pages(client):
    files = [upload(client, [line(i)]) for i in range(3)]
    found = [file.id for file in client.files.list(limit=1, purpose="batch")]
    assert found[:3] == [file.id for file in reversed(files)], found
    assert len(found) == len(set(found)), found
    ascending = [file.id for file in client.files.list(limit=2, purpose="batch", order="asc")]
    assert ascending == found[::-1], ascending
    batches = [batch_of(client, files[0]) for _ in range(2)]
    assert [batch.id for batch in client.batches.list(limit=1)][:2] == [batch.id for batch in reversed(batches)]
    for batch in batches:
        client.batches.cancel(batch.id)


def errors(client):
    expect(openai.AuthenticationError, lambda: client.with_options(api_key="wk_nobody").models.list(), "invalid_api_key")
    file = upload(client, [line(0)])
    wrong = expect(
        openai.BadRequestError,
        lambda: client.batches.create(input_file_id=file.id, endpoint="/v1/embeddings", completion_window="24h"),
        "unsupported_endpoint",
    )
    assert wrong.param == "endpoint" and wrong.request_id.startswith("req_"), wrong
    expect(openai.NotFoundError, lambda: client.embeddings.create(model=MODEL, input="x"), "embeddings_unavailable")
    for name, value in {"stop": ["}"], "logprobs": True, "n": 2, "top_p": 0.5}.items():
        refused = expect(
            openai.BadRequestError,
            lambda: client.chat.completions.create(response_format=FORMAT, **ASKED, **{name: value}),
            "unsupported_parameter",
        )
        assert refused.param == name, refused
    expect(openai.BadRequestError, lambda: client.chat.completions.create(**ASKED), "unsupported_response_format")
    expect(
        openai.NotFoundError,
        lambda: client.chat.completions.create(response_format=FORMAT, **{**ASKED, "model": "gpt-4o"}),
        "model_not_found",
    )
    failed = wait(client, batch_of(client, upload(client, [line(0), "no json", line(0)])), "failed")
    assert [(entry.line, entry.code) for entry in failed.errors.data] == [
        (2, "invalid_json_line"),
        (3, "duplicate_custom_id"),
    ], failed.errors


def cancel(client):
    batch = batch_of(client, upload(client, [line(i) for i in range(200)]))
    wait(client, batch, "in_progress")
    assert client.batches.cancel(batch.id).status in ("cancelling", "cancelled")
    batch = wait(client, batch, "cancelled")
    assert batch.request_counts.total == 200, batch.request_counts
    lost = [json.loads(text) for text in client.files.content(batch.error_file_id).text.splitlines()]
    assert lost and {entry["error"]["code"] for entry in lost} == {"batch_cancelled"}, lost[:1]
    over = expect(openai.ConflictError, lambda: client.batches.cancel(wait_done(client).id), "batch_not_cancellable")
    assert over.response.headers["x-should-retry"] == "false"


def wait_done(client):
    return next(batch for batch in client.batches.list() if batch.status == "completed")


class LosesAnswers(httpx2.HTTPTransport):
    """Every first answer to a creation is lost on its way."""

    tries = 0

    def handle_request(self, request):
        response = super().handle_request(request)
        if request.method == "POST" and request.headers["x-stainless-retry-count"] == "0":
            response.read()
            self.tries += 1
            raise httpx2.ReadTimeout("lost", request=request)
        return response


def lost_answers(client):
    files, batches = (len(list(listed)) for listed in (client.files.list(purpose="batch"), client.batches.list()))
    transport = LosesAnswers()
    lossy = openai.OpenAI(http_client=openai.DefaultHttpxClient(transport=transport))
    batch = batch_of(lossy, upload(lossy, [line(0)]))
    assert transport.tries == 2, transport.tries
    assert len(list(client.batches.list())) == batches + 1
    assert len(list(client.files.list(purpose="batch"))) == files + 1
    client.batches.cancel(batch.id)


def expect(kind, action, code=None):
    try:
        action()
    except kind as error:
        assert code is None or error.code == code, error
        return error
    raise AssertionError(f"{kind.__name__} was expected")


def main():
    client = openai.OpenAI()
    for step in (models, online, streaming, structured_output, pages, errors, cancel, lost_answers, fine_tuning):
        started = time.monotonic()
        step(client)
        print(f"{step.__name__}: {time.monotonic() - started:.1f} s", flush=True)


main()
