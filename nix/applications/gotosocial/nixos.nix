{ description }: { }
