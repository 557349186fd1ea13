using System.Reflection;
using System.Runtime.Loader;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Protocol;
using HotWeave.Runtime.Tests.Protocol;
using HotWeave.Swapping;
using HotWeave.Versions;

namespace HotWeave.Runtime.Tests.Systematic.Control;

/// <summary>
/// Operations, units and callers over two types, on threads that a schedule runs. All is the runtime's own code but what a patch is: its code is
/// that of the probes, so that it need not be loaded and compiled each time. The promises that hold whatever is done are checked here.
/// </summary>
internal abstract class SwapScenario : IDisposable
{
    private const string BaselineId = "0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly Assembly s_assembly = typeof(Probe).Assembly;
    private static readonly WovenAssembly s_woven = new(s_assembly, new BaselineAttribute(BaselineId, WovenAssembly.KnownFormat, ""));
    private static readonly Dictionary<int, PatchFile> s_files = [];

    private readonly Dictionary<int, PatchLoadContext> _contexts = [];
    private readonly HashSet<int> _dropped = [];

    protected SwapScenario(Scheduler scheduler)
    {
        Scheduler = scheduler;
        Unit.SetAmbient(null);
    }

    protected Scheduler Scheduler { get; }

    protected Swapper Swapper { get; } = new();

    protected VersionRegistry Registry => Swapper.Registry;

    /// <exception cref="ScheduleException">A promise is broken.</exception>
    internal void Run()
    {
        // Where that fails all stays as it is, and nobody uses this copy of the runtime any more.
        Scheduler.Run([.. Threads()]);
        try
        {
            CheckAtRest();
        }
        finally
        {
            Dispose();
        }
    }

    public virtual void Dispose()
    {
        Unit.SetAmbient(null);
        Transition.EndCanary(promote: false);
        Transition.Turn(Array.Empty<HotWeave.Runtime.Dispatch?>(), moveUnits: true);
        Swapper.Dispose();
    }

    /// <summary>What runs.</summary>
    protected abstract IEnumerable<(string Name, Action Run)> Threads();

    /// <summary>What must hold once all has come to its end.</summary>
    protected virtual void CheckAtRest()
    {
        Transition.TrySettle();
        Require(Transition.Units().Count == 0, "a unit is counted that has ended");
        Require(Transition.World.Gate is null, "the gate is closed and nobody turns");
        Require(Transition.World.Canary is null == Registry.Canary is null, "the registry and the protocol are not of one mind about the share of the units");
        var version = Registry.Current;
        Require(Transition.World.Main.Version == version.Number.Value, $"version {Transition.World.Main.Version} answers and {version.Number} is said to");
        if (Transition.World.Canary is null)
            Require(Probe.Slots() == Expected(version), $"slots hold {Probe.Slots()} and {Expected(version)} is current");
        var kept = new[] { version.Content, version.Predecessor?.Content, Registry.Canary?.Content }.OfType<VersionContent>().SelectMany(static c => c.Patches).ToList();
        foreach (var (number, context) in _contexts)
        {
            var isKept = kept.Exists(p => p.Context == context) || IsStillPinned(number);
            Require(isKept || _dropped.Contains(number), $"patch {number} is kept and nobody needs it");
            Require(!isKept || !_dropped.Contains(number), $"patch {number} is dropped and is needed");
        }
    }

    /// <summary>Whether a patch is prepared and was not committed.</summary>
    protected bool IsStillPinned(int number) => Swapper.AllPrepared().Any(p => p.ToLabel == "v" + number);

    /// <summary>A patch, prepared, by which both types answer its number.</summary>
    protected PreparedPatch Prepare(int number, bool isReclaimable, SwapOptions options)
    {
        var context = new PatchLoadContext("patch " + number, [s_assembly], isReclaimable);
        if (isReclaimable)
        {
            _contexts.Add(number, context);
            context.Unloading += _ => _dropped.Add(number);
        }

        var own = new PatchAssembly("digest " + number, 1, [s_woven], context, s_assembly);
        var patch = new LoadedPatch(File(number), [s_woven], [], [], own)
        {
            IsInitialised = true,
            Entries = [.. Probe.BothSlots.Select(slot => new PatchEntry(s_assembly, slot, Probe.Version(slot, number)))],
        };
        return Swapper.Add(new PatchCopies([Registry.Patches.Add(patch)]), options);
    }

    /// <summary>Runs an operation to its end, whatever that is.</summary>
    /// <returns>Null when it was refused or cancelled.</returns>
    protected T? Do<T>(string name, Func<Task<T>> operation)
        where T : class
    {
        var task = operation();
        Controlled.WaitFor(task);
        Scheduler.Note($"{name}: {(task.IsCompletedSuccessfully ? "done" : task.IsCanceled ? "cancelled" : task.Exception!.InnerException!.Message)}");
        if (task.IsCompletedSuccessfully)
            return task.Result;
        var failure = task.Exception?.InnerException;
        Require(task.IsCanceled || failure is SwapException { Code: not "HW9001" } or InvalidOperationException { Source: not null, Message: "The patch was committed or discarded before." },
            $"{name} ended with {failure}");
        return null;
    }

    /// <summary>A unit that calls both types some times and ends.</summary>
    protected void Work(string name, bool isMoved, Func<bool>? fails = null)
    {
        using var handle = UnitOfWork.EnterRoot(name);
        Scheduler.Note($"unit of version {handle.Version}");
        var first = CallAlive(0, isMoved);
        var second = CallAlive(1, isMoved);
        // An immediate turn moves the unit between two calls.
        Require(first == second || isMoved, $"a unit of version {handle.Version} got {first} and {second}");
        if (fails?.Invoke() == true)
            handle.Fail();
    }

    /// <summary>One call, as woven code makes it.</summary>
    protected static int Call(int type)
    {
        var dispatch = Probe.Load(type);
        Controlled.Pass();
        return Probe.Answer(dispatch);
    }

    protected bool Chance() => Scheduler.Schedule.Choose(2) == 1;

    protected static void Require(bool isKept, string promise)
    {
        if (!isKept)
            throw new ScheduleException(promise);
    }

    private int CallAlive(int type, bool isMoved)
    {
        var answer = Call(type);
        // A call of a unit that was moved may have been under way before, which nobody can see.
        Require(isMoved || !_dropped.Contains(answer), $"a unit runs code of patch {answer}, which was let go of");
        return answer;
    }

    private static (int?, int?) Expected(SwapVersion version) =>
        version.Content!.Patches is [.., var last] && int.Parse(last.Manifest.ToLabel[1..], System.Globalization.CultureInfo.InvariantCulture) is var number
            ? (number, number)
            : (null, null);

    private static PatchFile File(int number)
    {
        if (!s_files.TryGetValue(number, out var file))
        {
            var baseline = new PatchBaseline(s_woven.Name, BaselineId);
            s_files[number] = file = PatchFile.Make(new PatchManifest("v0", "v" + number, [baseline], [], [], [], []), [], [], [], []);
        }

        return file;
    }
}
