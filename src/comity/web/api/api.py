"""The API as a whole."""

from __future__ import annotations

from comity import __version__
from comity.web.api import acts, elections, secret_votes, selections, views, votes
from comity.web.api.description import DescribedAPI
from comity.web.api.problems import answer_problems

api = DescribedAPI(
    title="Comity",
    version=__version__,
    description="Deliberative bodies run their work by their own rules of procedure. Operations are acts and views.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/proceedings", acts.router)
api.add_router("", views.router)
api.add_router("", votes.router)
api.add_router("", selections.router)
api.add_router("", secret_votes.router)
api.add_router("", elections.router)
answer_problems(api)
