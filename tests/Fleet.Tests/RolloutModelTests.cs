using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Instances;
using HotWeave.Fleet.Rollouts;
using HotWeave.Fleet.Tests.Harness;

namespace HotWeave.Fleet.Tests;

/// <summary>
/// A whole roll-out as a model: instances, controllers and operators, each of which reads, thinks and writes at moments of its own, from seeds. Whatever the order, and
/// whoever ends in between, what the page about fleets promises holds at each step, and everything comes to rest.
/// </summary>
public sealed class RolloutModelTests
{
    private const int Steps = 4000;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, int.Parse(Environment.GetEnvironmentVariable("HOTWEAVE_FLEET_SEEDS") ?? "40", System.Globalization.CultureInfo.InvariantCulture))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_good_release_reaches_everybody_and_never_more_than_its_wave(int seed)
    {
        var model = new Model(seed, isGood: true);
        Assert.True(model.Run(Steps, static m => m.Wish.Rollout is null && m.Instances.All(static i => i.Runs == "d1")), model.Trace());
        Assert.Equal("d1", model.Wish.Release);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_bad_release_reaches_one_instance_and_goes_back(int seed)
    {
        var model = new Model(seed, isGood: false);
        Assert.True(model.Run(Steps, static m => m.Wish.Rollout is null && m.Instances.All(static i => i.Runs is null)), model.Trace());
        Assert.Null(model.Wish.Release);
        Assert.Equal(RolloutPhase.Failed, model.Wish.History[^1].Phase);
        Assert.True(model.EverHad.Count <= 1, model.Trace());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_bad_release_that_one_instance_cannot_give_back_ends_and_names_it(int seed)
    {
        var model = new Model(seed, isGood: false, isStuck: true);
        Assert.True(model.Run(Steps, static m => m.Wish.Rollout is null), model.Trace());
        var ended = model.Wish.History[^1];
        Assert.Equal(RolloutPhase.Failed, ended.Phase);
        Assert.Equal(model.EverHad.Order(StringComparer.Ordinal), ended.Kept.Select(static k => k.Instance));
    }

    private sealed class Model
    {
        private readonly Random _random;
        private readonly bool _isGood;
        private readonly bool _isStuck;
        private readonly List<string> _trace = [];
        private readonly Dictionary<string, InstanceReport> _reports = [];
        private int _revision = 1;

        // Controllers that have read a state and not written yet.
        private readonly List<(FleetWish Next, int Read)> _thinking = [];

        public Model(int seed, bool isGood, bool isStuck = false)
        {
            _random = new Random(seed);
            _isGood = isGood;
            _isStuck = isStuck;
            Wish = Fleets.Wish(Fleets.Rollout("1", "50%", "100%"));
            Instances = [.. Enumerable.Range(0, 2 + _random.Next(7)).Select(i => Fleets.Instance($"i{i}", "zone" + (i % 3)))];
            foreach (var instance in Instances)
                _reports[instance.Instance] = instance;
        }

        public FleetWish Wish { get; private set; }

        public List<InstanceReport> Instances { get; }

        public HashSet<string> EverHad { get; } = [];

        public string Trace() => string.Join("\n", _trace.TakeLast(60));

        public bool Run(int steps, Func<Model, bool> isAtRest)
        {
            for (var step = 0; step < steps; step++)
            {
                switch (_random.Next(5))
                {
                    case 0:
                        Think();
                        break;
                    case 1:
                        Write();
                        break;
                    case 2:
                        Judge();
                        break;
                    case 3:
                        Tell();
                        break;
                    default:
                        Follow();
                        break;
                }

                if (!_isStuck && _random.Next(400) == 0)
                    Restart();
                CheckWave();
                if (isAtRest(this))
                    return true;
            }

            return false;
        }

        // Some end before they write: their thought is lost.
        private void Think()
        {
            if (RolloutStep.Find(Wish, new FleetView([.. _reports.Values], new HashSet<string>()), DateTimeOffset.UnixEpoch) is not { } next)
                return;
            // Nobody is here who could say that it is to go on without a verdict.
            if (_random.Next(4) != 0)
                _thinking.Add((next, _revision));
        }

        private void Write()
        {
            if (_thinking.Count == 0)
                return;
            var index = _random.Next(_thinking.Count);
            var (next, read) = _thinking[index];
            _thinking.RemoveAt(index);
            if (read != _revision)
                return;
            _revision++;
            Wish = next;
            _trace.Add($"wish {_revision}: {Wish.Rollout?.Phase} wave {Wish.Rollout?.Wave} {Wish.Rollout?.Reason}");
        }

        private void Follow() => Change(instance =>
        {
            var step = InstanceStep.Find(Wish, instance)!;
            if (instance.Runs == step.Digest)
                return step.Rollout is { } known && instance.Rollout != known.Number ? instance with { Rollout = known.Number, Verdict = InstanceVerdict.Succeeded } : instance;
            if (_isStuck && instance.Runs is not null)
                return instance with { KeptBecause = "HW6208" };
            if (step.Digest is not null)
                EverHad.Add(instance.Instance);
            _trace.Add($"{instance.Instance} takes {step.Digest ?? "deployed"}");
            return step.Rollout is { } rollout
                ? instance with { Runs = step.Digest, Rollout = rollout.Number, Verdict = InstanceVerdict.OnTrial }
                : instance with { Runs = step.Digest, Verdict = instance.Verdict == InstanceVerdict.Failed ? InstanceVerdict.Failed : InstanceVerdict.None };
        });

        private void Judge() => Change(instance => instance.Verdict != InstanceVerdict.OnTrial ? instance : _isGood
            ? instance with { Verdict = InstanceVerdict.Succeeded }
            : instance with { Verdict = InstanceVerdict.Failed, Runs = _isStuck ? instance.Runs : null, Reason = "bad" });

        // Reports come late, and the newest last.
        private void Tell()
        {
            var instance = Instances[_random.Next(Instances.Count)];
            _reports[instance.Instance] = instance;
        }

        // A process that was on trial says that it has not survived it; one that had succeeded begins anew.
        private void Restart() => Change(instance => instance.Verdict == InstanceVerdict.OnTrial && !_isGood
            ? instance with { Runs = null, Verdict = InstanceVerdict.Failed, Reason = "ended" }
            : instance.Verdict == InstanceVerdict.OnTrial ? instance : instance with { Runs = null, Verdict = instance.Verdict == InstanceVerdict.Failed ? InstanceVerdict.Failed : InstanceVerdict.None, Rollout = instance.Verdict == InstanceVerdict.Failed ? instance.Rollout : 0 });

        private void Change(Func<InstanceReport, InstanceReport> change)
        {
            var index = _random.Next(Instances.Count);
            Instances[index] = change(Instances[index]);
        }

        // Before it has succeeded, nobody has the release whom no wave has chosen.
        private void CheckWave()
        {
            if (Wish.Rollout is not { Phase: RolloutPhase.Running } rollout)
                return;
            Assert.All(Instances.Where(static i => i.Runs == "d1"), i => Assert.True(InstanceKey.IsChosen(Fleets.Application, rollout, i), Trace()));
            var allowed = rollout.Wave < 0 ? 0 : rollout.Waves[rollout.Wave].CountOf(Instances.Count) + 2;
            Assert.True(Instances.Count(static i => i.Runs == "d1") <= allowed, Trace());
        }
    }
}
