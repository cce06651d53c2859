class plus {};
