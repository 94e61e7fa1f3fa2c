"""Documents: templates over what a reader knows of the record, said in six languages, laid out for screen and paper."""
