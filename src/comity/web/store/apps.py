from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "comity.web.store"
    label = "store"
