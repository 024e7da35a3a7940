(
    from interactions_anew
    except all
    from settled_interactions
)

union all

(
    from settled_interactions
    except all
    from interactions_anew
);
