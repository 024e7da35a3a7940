(
    from days_together_anew
    except all
    from settled_days_together
)

union all

(
    from settled_days_together
    except all
    from days_together_anew
);
