"""Static files with hashed names, imports between CSS and between JavaScript modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `@import` in CSS and every form of `import` in JavaScript to the hashed names."""

    support_js_module_import_aggregation = True
