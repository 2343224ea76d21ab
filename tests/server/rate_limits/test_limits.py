"""The table of limits: complete, current, and each row tested."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.reports.limits import FILE, current
from graph.limits.query_limits import LIST_LIMITS, TEXT_LIMITS
from server.limits import GROUPS
from settings import ROOT, Settings

BOUNDS = [bound for group in GROUPS for bound in group.bounds]


HEADS = "server/connections/test_request_bounds.py"
SLOW = "server/connections/test_slow_clients.py"
SOCKET_LIMITS = "server/graphql_ws/test_socket_limits.py"
RATES = "server/graphql_http/test_client_rates.py"
COSTS = "server/graphql_http/test_request_costs.py"
REQUESTS = "server/rate_limits/test_request_limits.py"
CACHED = "server/rate_limits/test_cache_limits.py"


OWNED = "commerce/accounts/test_owned_limits.py"


DOOR = "commerce/checkout/test_cash_on_delivery.py"


DOCUMENT = (
    "graph/limits/test_document_limits.py::test_a_document_at_each_limit_passes_and_one_more_fails"
)


INPUT = (
    "graph/limits/test_input_limits.py::test_an_argument_over_its_limit_is_refused_before_execution"
)


PLANS = "server/documents/test_cached_plans.py"
REMEMBERED = f"{PLANS}::test_argument_values_are_cached_only_with_responses"


UNFINISHED = f"{SLOW}::test_unfinished_requests_are_ended"


UNREAD = f"{SLOW}::test_a_client_that_does_not_read_is_cut_off"


ALONE = f"{REQUESTS}::test_the_argument_at_its_bound_and_one_over"


COMMAND = "cli/test_arguments.py::test_an_argument_beyond_its_bound_is_refused_in_a_sentence"


# By the name of a row: the test that tries it.
TRIED = {
    **dict.fromkeys(
        (
            "`odop seed --products`",
            "`odop serve --workers`",
            "e-mail address, group",
            "person's name",
            "`odop explain --variables`",
            "document, operator file",
        ),
        COMMAND,
    ),
    "shared responses being built": "server/documents/test_shared_responses.py"
    "::test_after_two_failures_each_request_builds_its_own",
    "audit heads file": "cli/test_arguments.py::test_an_endless_file_is_refused",
    "headers": f"{HEADS}::test_the_size_of_a_head",
    "number of headers": f"{HEADS}::test_the_number_of_headers",
    "URL": f"{HEADS}::test_the_length_of_an_address",
    "URL parameters": f"{REQUESTS}::test_parameters_of_an_address",
    "body": f"{HEADS}::test_the_size_of_a_body",
    "body with chunk sizes and trailers": f"{HEADS}::test_chunks_and_trailers_have_bounds_too",
    "data read after a refusal": f"{HEADS}::test_endless_headers_are_refused",
    "pipelined requests": f"{HEADS}::test_pipelined_requests_are_limited",
    "operation name": f"{REQUESTS}::test_the_name_of_an_operation",
    "extensions": f"{REQUESTS}::test_extensions",
    "access token": f"{REQUESTS}::test_a_long_token_is_not_verified",
    "items of an Accept header": f"{REQUESTS}::test_items_of_an_accept_header",
    "nesting searched for invalid Unicode": f"{REQUESTS}::test_invalid_text_is_searched_to_a_depth",
    "cookies": f"{REQUESTS}::test_cookies",
    "device name": f"{REQUESTS}::test_the_name_of_a_device",
    "proxies in X-Forwarded-For": f"{REQUESTS}::test_proxies_one_behind_the_other",
    "error message": f"{REQUESTS}::test_the_message_of_an_error",
    "connections per process": f"{SLOW}::test_idle_connections_make_room_for_new_ones",
    "connections per address": f"{SLOW}::test_connections_of_one_address_are_limited",
    "sockets per process": f"{SOCKET_LIMITS}::test_a_process_has_a_limit_of_sockets",
    "sockets per address": f"{SOCKET_LIMITS}::test_sockets_over_a_limit_are_closed_with_a_reason",
    "sockets per account": f"{SOCKET_LIMITS}::test_sockets_over_a_limit_are_closed_with_a_reason",
    "socket message": f"{REQUESTS}::test_the_message_of_a_socket",
    "fragments of a message": f"{REQUESTS}::test_the_parts_of_a_message",
    "control frames of a socket": f"{SOCKET_LIMITS}::test_pings_below_the_protocol_have_a_limit",
    "unread data of a socket": UNREAD,
    "subscriptions per socket": f"{SOCKET_LIMITS}::test_a_socket_has_a_hundred_subscriptions",
    "concurrent socket operations per address": f"{SOCKET_LIMITS}"
    "::test_operations_of_an_address_wait_for_each_other",
    "subscription ID": f"{REQUESTS}::test_the_id_of_a_subscription",
    "close reason": f"{REQUESTS}::test_the_reason_of_a_close",
    "tokens": "graph/limits/test_document_limits.py::test_tokens_are_limited",
    "fragments": "graph/limits/test_document_limits.py::test_fragments_are_limited",
    "validation errors": f"{REQUESTS}::test_errors_of_validation",
    "points": f"{COSTS}::test_too_expensive_operations_are_refused_before_execution",
    "response": "graph/limits/test_answer_size.py"
    "::test_a_response_at_the_size_limit_passes_and_one_byte_more_fails",
    "schema in one response": "graph/limits/test_document_limits.py"
    "::test_introspection_responses_have_a_size_limit",
    **dict.fromkeys(
        (
            "operations",
            "depth",
            "fields, with fragments spread",
            "same field on one parent",
            "same value on one parent under one name",
            "fields of a mutation",
            "names and aliases",
        ),
        DOCUMENT,
    ),
    "variables": "graph/limits/test_input_limits.py::test_variables_are_limited",
    **dict.fromkeys(
        (
            "list",
            "text",
            "ID",
            "cursor",
            *(f"`{place}`" for place in (*LIST_LIMITS, *TEXT_LIMITS)),
        ),
        INPUT,
    ),
    "number in an ID": f"{REQUESTS}::test_the_number_in_an_id",
    **dict.fromkeys(
        (
            "page (`first`, `last`)",
            "`nodes(ids:)`",
            "`suggestions(first:)`",
            "`Product.related(first:)`",
            "search text",
        ),
        ALONE,
    ),
    "search words": "commerce/search/test_relax.py::test_words_beyond_the_limit_are_ignored",
    "search text that is read": f"{REQUESTS}::test_the_text_of_a_search_that_is_read",
    "password": "auth/test_passwords.py::test_an_enormous_password_is_refused_and_not_truncated",
    "units per address": f"{RATES}::test_a_rate_limited_client_gets_retry_after",
    "units per account": f"{RATES}::test_an_account_is_counted_across_addresses",
    "units per session whose account has none left": f"{RATES}"
    "::test_a_copied_token_leaves_other_sessions_units",
    "units per API key": f"{RATES}"
    "::test_valid_tokens_have_their_own_rate_and_invalid_ones_count_for_the_address",
    "objects per unit": f"{COSTS}::test_work_is_counted_in_points_and_in_time",
    "server time per unit": f"{COSTS}::test_work_is_counted_in_points_and_in_time",
    "bytes sent per unit": "graph/limits/test_answer_size.py"
    "::test_bytes_that_are_sent_are_units_of_work",
    "units per request": f"{REQUESTS}::test_a_request_counts_as_so_many_units_at_most",
    "clients counted separately": f"{RATES}::test_the_number_of_rate_buckets_is_bounded",
    "plan warnings of one kind": "server/documents/test_fallbacks.py"
    "::test_many_operations_that_fail_do_not_fill_the_log",
    "log lines from one place in the code": "hostile/test_terminals.py"
    "::test_repeated_log_lines_are_dropped_and_counted",
    "a request, with its body and response": "server/time_limits/test_timeouts.py"
    "::test_only_what_takes_too_long_is_ended",
    "headers, until they are complete": UNFINISHED,
    "a body that nobody reads": UNFINISHED,
    "an idle connection": UNFINISHED,
    "a response that its client does not read": UNREAD,
    "a refused connection, until it is closed": f"{HEADS}::test_endless_headers_are_refused",
    "a socket, until `connection_init`": f"{SOCKET_LIMITS}"
    "::test_a_socket_without_connection_init_is_closed",
    "a socket, between two pings": f"{SOCKET_LIMITS}::test_an_unresponsive_client_is_disconnected",
    "a ping, until its pong": f"{SOCKET_LIMITS}::test_an_unresponsive_client_is_disconnected",
    "database statement": "graph/test_bad_input.py::test_a_statement_timeout_is_reported",
    "statement of a public read": "server/documents/test_public_reads.py"
    "::test_public_reads_time_out_earlier",
    "pieces per buyer": f"{DOOR}"
    "::test_concurrent_orders_of_one_contact_stay_within_the_unpaid_limit",
    "pieces per variant": f"{DOOR}::test_unpaid_pieces_of_a_variant_are_limited_per_buyer",
    "pieces of guests per network address": f"{DOOR}"
    "::test_guest_checkouts_of_one_address_are_limited",
    "points of a query by plan that runs at once": "server/graphql_http/test_heavy_queries.py"
    "::test_heavy_plans_run_one_after_the_other",
    "points of another query that runs at once": "server/graphql_http"
    "/test_heavy_queries.py::test_heavy_queries_run_one_after_the_other",
    "what a request does at the payment gateway": "commerce/payments/test_opening.py"
    "::test_waiting_for_others_leaves_less_time_for_the_gateway",
    "pause after long work": "server/time_limits/test_long_work.py::test_a_pause_has_a_bound",
    "age of a cached response": "server/requests/test_compression.py"
    "::test_expired_responses_are_removed_without_requests",
    "responses": "server/requests/test_compression.py"
    "::test_cached_responses_are_weighed_with_their_keys",
    "response compressed at the highest level": "server/requests/test_compression.py"
    "::test_long_responses_are_not_compressed_at_the_highest_level",
    "responses that never change": f"{CACHED}::test_constant_responses_have_a_budget",
    "documents and their plans": "server/documents/test_documents.py"
    "::test_documents_stay_within_their_memory",
    "cached document": f"{CACHED}::test_a_long_document_is_answered_and_not_cached",
    "errors of refused documents": f"{CACHED}::test_cached_refusals_have_a_budget",
    "persisted documents": f"{CACHED}::test_persisted_documents_have_a_budget",
    "plans per operation": f"{PLANS}::test_recently_used_plans_are_kept",
    "cached variables per operation": REMEMBERED,
    "size of cached variables": REMEMBERED,
    "costs per operation": f"{PLANS}::test_invalid_sizes_share_one_cached_cost",
    "lines in a cart": "commerce/cart/test_cart.py::test_a_cart_has_at_most_fifty_lines",
    "pieces in a line": "commerce/cart/test_cart.py"
    "::test_invalid_lines_are_refused_and_change_nothing",
    "coupons in a cart": f"{OWNED}::test_coupons_of_a_cart_are_limited",
    "open cash-on-delivery orders of a buyer": f"{DOOR}"
    "::test_cash_on_delivery_orders_are_limited_per_account",
    "addresses of an account": f"{OWNED}::test_an_address_book_is_limited",
    "products on a wishlist": f"{OWNED}::test_a_wishlist_is_limited",
    "sessions of an account": f"{OWNED}"
    "::test_a_further_session_replaces_the_one_unused_for_longest",
    "sessions that await a second factor": "commerce/sign_in/test_half_sign_ins.py"
    "::test_half_sign_ins_end_no_whole_session",
    "wrong entries of a code": "commerce/sign_in/test_codes.py::test_a_code_has_five_attempts",
    "members of a vendor": f"{OWNED}::test_members_of_a_vendor_are_limited",
    "facilitators of an artisan": f"{OWNED}::test_facilitators_of_an_artisan_are_limited",
    "open invitations of a vendor, artisan, group or district": f"{OWNED}"
    "::test_open_invitations_are_limited",
    "times an invitation is sent": "commerce/roles/test_invitations.py"
    "::test_inviting_again_resends_at_most_five_times",
    "valid API keys of the mart": f"{OWNED}::test_api_keys_are_limited",
    "password hashes that wait": "auth/test_passwords.py"
    "::test_too_many_concurrent_hashes_are_refused",
    **dict.fromkeys(
        (
            "waiting jobs of a kind that calls the gateway or a carrier",
            "waiting jobs of another kind",
        ),
        "commerce/payments/test_waiting_jobs.py::test_only_so_many_due_jobs_wait_the_oldest_first",
    ),
    "access tokens": f"{CACHED}::test_cached_tokens_and_keys_are_limited",
    "valid API keys": f"{CACHED}::test_cached_tokens_and_keys_are_limited",
}


# Named like bounds, and none of what a client asks: how often a job is tried, and after what pause.
WITHIN = {
    "MAX_TRIES",
    "MAX_PAUSE",
    # None of the schema's inputs is deeper.
    "graph.plan.inputs.MAX_DEPTH",
    # Made anew from a number at any time, whoever asks.
    "graph.ids.MAX_CACHED_IDS",
    # Of the search and its index, which cut what they read without a word.
    "commerce.search.",
    "commerce.catalogue.index.",
    "commerce.catalogue.facet_types.",
    # Shown, not asked.
    "commerce.core.errors.",
    "commerce.core.audit.MAX_READ_IDS",
    "commerce.core.money.MAX_PAISE",
    "commerce.payments.",
    # Of settings and promotions, which the mart's operator makes.
    "commerce.operations.",
    "commerce.cart.pricing.promotions.MAX_BASIS_POINTS",
    # Of inputs whose lists are rows of the table by their names in the schema.
    "commerce.catalogue.product_filter.MAX_CHOICES",
    "commerce.catalogue.product_filter.MAX_ATTRIBUTES",
    "commerce.catalogue.product_filter.MAX_STARS",
    # The planner's, and a cache's: a row of docs/caches.md.
    "commerce.catalogue.product_filter.MAX_JOINED_ATTRIBUTES",
    "commerce.catalogue.product_filter.MAX_REMEMBERED_CHARACTERS",
    "auth.credentials.api_keys.MAX_CACHED",
    "auth.sessions.viewer_cache.MAX_VIEWERS",
    # Forms of tokens, codes, contacts and passwords: longer ones are none.
    "auth.crypto.",
    "auth.credentials.email_links.MAX_TOKEN_CHARACTERS",
    "auth.credentials.one_time_codes.MAX_CODE_CHARACTERS",
    "auth.credentials.weak_passwords.",
    "auth.inputs.",
    "auth.sessions.sessions.MAX_DEVICE_CHARACTERS",
    # Of log lines and settings.
    "auth.security_log.",
    "auth.rate_limits.MAX_NAME_CHARACTERS",
    # Beyond it a page reads its columns in a statement of their own.
    "graph.plan.compile.columns.MAX_PREFETCHED_AT_ONCE",
}


def test_the_page_of_the_documentation_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == current()


def test_every_limit_names_an_existing_test() -> None:
    names = [bound.name for bound in BOUNDS]
    assert len(names) == len(set(names))
    assert set(names) == set(TRIED)
    for name, test in TRIED.items():
        file, _, function = test.partition("::")
        tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
        known = {
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        assert function in known, name


def test_no_limit_is_missing_from_the_table() -> None:
    """Every constant that is named like a bound of clients, and every setting that is one."""
    table = ast.parse((ROOT / "server" / "limits.py").read_text(encoding="utf-8"))
    shown_there = {
        (node.module, each.name)
        for node in ast.walk(table)
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }
    left_out = set()
    for package in ("server", "graph", "commerce", "auth"):
        for file in (ROOT / package).rglob("*.py"):
            module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            for name in _constants(file):
                assert not name.startswith(("LARGEST", "LONGEST", "MOST")), (module, name)
                if name.startswith("MAX_") and not _is_within(module, name):
                    left_out |= {(module, name)} - shown_there
    assert not left_out
    settings_shown = {bound.setting for bound in BOUNDS}
    for name, field in Settings.model_fields.items():
        extra: Any = field.json_schema_extra or {}
        if extra.get("zero_is_unlimited"):
            assert f"ODOP_{name.upper()}" in settings_shown


def _is_within(module: str, name: str) -> bool:
    return name in WITHIN or any(
        f"{module}.{name}".startswith(each) for each in WITHIN if "." in each
    )


def _constants(file: Path) -> Iterator[str]:
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            for each in target.elts if isinstance(target, ast.Tuple) else [target]:
                if isinstance(each, ast.Name):
                    yield each.id
