"""People of the newsroom, plainly fictional."""

import factory

from accounts.models import CHIEF_EDITOR, PUBLISHER, WRITER, User

PASSWORD = "correct horse battery staple"


class UserFactory(factory.django.DjangoModelFactory):
    """A person made by the same verb as in the newsroom. Traits: `publisher`, `chief`; a writer unless told."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"writer-{number}@newsroom.example")
    name = factory.Sequence(lambda number: f"Writer {number}")
    password = PASSWORD
    role = WRITER

    class Params:
        publisher = factory.Trait(
            role=PUBLISHER,
            email=factory.Sequence(lambda number: f"publisher-{number}@newsroom.example"),
            name=factory.Sequence(lambda number: f"Publisher {number}"),
        )
        chief = factory.Trait(
            role=CHIEF_EDITOR,
            email=factory.Sequence(lambda number: f"chief-{number}@newsroom.example"),
            name=factory.Sequence(lambda number: f"Chief {number}"),
        )

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return model_class.objects.create_user(*args, **fields)
