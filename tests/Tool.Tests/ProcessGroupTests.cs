using HotWeave.Control.Protocol;
using HotWeave.Tool.Commands;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Tests;

/// <summary>Several processes take a patch together: who is asked what, and what becomes of all when one refuses.</summary>
public sealed class ProcessGroupTests
{
    private static readonly TurnTerms s_terms = new("", 0, false);
    private readonly List<string> _asked = [];
    private readonly HashSet<(int Process, Type Request)> _refused = [];
    private readonly HashSet<(int Process, Type Request)> _done = [];

    [Fact]
    public void All_prepare_before_any_moves()
    {
        var group = Apply();
        Assert.Equal(
            ["1 PrepareRequest", "2 PrepareRequest", "3 PrepareRequest", "1 CommitRequest digest", "2 CommitRequest digest", "3 CommitRequest digest"], _asked);
        Assert.Equal(["applied", "applied", "applied"], Outcomes(group));
        Assert.Empty(group.Messages);
    }

    [Fact]
    public void One_that_cannot_prepare_leaves_all_as_they_were()
    {
        _refused.Add((3, typeof(PrepareRequest)));
        var group = Apply();
        Assert.DoesNotContain(_asked, static a => a.Contains("Commit", StringComparison.Ordinal));
        Assert.Equal(["discarded", "discarded", "refused"], Outcomes(group));
        Assert.Equal(["HW7037", "HW7012"], group.Messages.Select(static m => m.Id));
    }

    [Fact]
    public void One_that_cannot_move_takes_those_before_it_back()
    {
        _refused.Add((2, typeof(CommitRequest)));
        var group = Apply();
        Assert.Equal(["rolled-back", "not-applied", "discarded"], Outcomes(group));
        Assert.Contains("1 RollbackRequest 4", _asked);
        Assert.Equal(["HW7038", "HW7012"], group.Messages.Select(static m => m.Id));
    }

    [Fact]
    public void What_could_not_be_undone_is_said_and_the_rest_is_undone_all_the_same()
    {
        _refused.UnionWith([(3, typeof(CommitRequest)), (1, typeof(RollbackRequest))]);
        var group = Apply();
        Assert.Equal(["applied", "rolled-back", "not-applied"], Outcomes(group));
        Assert.Equal(["HW7038", "HW7012", "HW7039", "HW7012"], group.Messages.Select(static m => m.Id));

        _refused.Clear();
        _refused.UnionWith([(2, typeof(PrepareRequest)), (1, typeof(DiscardRequest))]);
        group = Apply();
        Assert.Equal(["prepared", "refused", "untouched"], Outcomes(group));
        Assert.Equal(["HW7037", "HW7012", "HW7040", "HW7012"], group.Messages.Select(static m => m.Id));
    }

    [Fact]
    public void One_that_has_the_patch_already_is_left_alone_and_is_no_obstacle()
    {
        _done.UnionWith([(1, typeof(PrepareRequest)), (2, typeof(CommitRequest))]);
        var group = Apply();
        Assert.Equal(["in-force", "in-force", "applied"], Outcomes(group));
        Assert.Empty(group.Messages);
        Assert.Equal(["2 CommitRequest digest", "2 DiscardRequest"], _asked.Where(static a => !a.Contains("Prepare", StringComparison.Ordinal)).Take(2));

        _asked.Clear();
        _refused.Add((3, typeof(CommitRequest)));
        Assert.Equal(["in-force", "in-force", "not-applied"], Outcomes(Apply()));
        Assert.DoesNotContain(_asked, static a => a.Contains("Rollback", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Outcomes(ProcessGroup group) => group.Outcomes.Select(static o => o.Outcome);

    private ProcessGroup Apply()
    {
        var group = new ProcessGroup([1, 2, 3], Ask);
        Assert.Equal(_refused.Count == 0, group.Apply(new PrepareRequest(false, []), s_terms, null));
        return group;
    }

    private Document Ask(int id, ControlMessage request)
    {
        _asked.Add($"{id} {request.GetType().Name}" + request switch
        {
            CommitRequest commit => " " + commit.PatchId,
            RollbackRequest rollback => $" {rollback.To}",
            _ => "",
        });
        if (_done.Contains((id, request.GetType())))
            throw new RefusedException(UseDiagnostics.ConnectionLost.With(id, "for the test")) { IsNothingToDo = true };
        if (_refused.Contains((id, request.GetType())))
            throw new RefusedException(UseDiagnostics.ConnectionLost.With(id, "for the test"));
        return request is PrepareRequest or DiscardRequest
            ? new PreparedDocument { Command = "apply", Outcome = "prepared", ProcessId = id, Report = new PreparedReport { PatchId = "digest" } }
            : new SwapDocument { Command = "apply", Outcome = "applied", ProcessId = id, Report = new TurnReport { From = 4, To = 5, PatchId = "digest", Mode = "Immediate" } };
    }
}
