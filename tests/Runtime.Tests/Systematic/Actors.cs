using HotWeave.Protocol;

namespace HotWeave.Runtime.Tests.Systematic;

/// <summary>
/// Runs actors step by step on one thread, in the order of a schedule. An actor is an iterator: between two steps others may run, and a step
/// that answers <see cref="Waits"/> has done nothing yet. A step may let others run within it, at a phase of a turn.
/// </summary>
internal sealed class Actors(Schedule schedule)
{
    internal const bool Goes = true;
    internal const bool Waits = false;

    private readonly List<Actor> _actors = [];

    /// <summary>The choice of what an actor does next.</summary>
    internal int Choose(int count) => schedule.Choose(count);

    /// <summary>Adds one; it belongs to the unit of who adds it.</summary>
    internal void Add(string name, IEnumerable<bool> steps) => _actors.Add(new Actor(name, steps.GetEnumerator()) { Unit = Unit.Ambient });

    /// <summary>Runs all to their ends.</summary>
    /// <exception cref="ScheduleException">Some wait for ever.</exception>
    internal void RunAll()
    {
        while (Ready().ToList() is { Count: > 0 } ready)
            Step(ready[Choose(ready.Count)]);
        if (_actors.Count > 0)
            throw new ScheduleException($"{string.Join(", ", _actors.Select(static a => a.Name))} wait for ever");
    }

    /// <summary>Lets others take any number of steps, at a phase of a turn.</summary>
    /// <param name="mayGoOn">Whether the turn can go on now; where it cannot, and nobody else can either, it must.</param>
    internal void RunOthers(Func<bool> mayGoOn)
    {
        while (true)
        {
            var ready = Ready().ToList();
            if (ready.Count == 0)
                return;
            var options = mayGoOn() ? ready.Count + 1 : ready.Count;
            var choice = Choose(options);
            if (choice == ready.Count)
                return;
            Step(ready[choice]);
        }
    }

    private IEnumerable<Actor> Ready() => _actors.Where(static a => !a.IsStepping && !a.Waits);

    private void Step(Actor actor)
    {
        var before = Unit.Ambient;
        Unit.SetAmbient(actor.Unit);
        actor.IsStepping = true;
        var goesOn = actor.Steps.MoveNext();
        actor.IsStepping = false;
        actor.Unit = Unit.Ambient;
        Unit.SetAmbient(before);
        if (!goesOn)
            _actors.Remove(actor);
        actor.Waits = goesOn && actor.Steps.Current == Waits;
        // Whatever was done, others may go on now.
        if (!actor.Waits)
            _actors.ForEach(static a => a.Waits = false);
    }

    private sealed class Actor(string name, IEnumerator<bool> steps)
    {
        internal string Name { get; } = name;

        internal IEnumerator<bool> Steps { get; } = steps;

        internal Unit? Unit { get; set; }

        internal bool IsStepping { get; set; }

        internal bool Waits { get; set; }
    }
}

/// <summary>A promise is broken in this order of steps.</summary>
internal sealed class ScheduleException(string what) : Exception(what);
