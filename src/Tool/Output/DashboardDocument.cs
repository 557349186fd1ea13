namespace HotWeave.Tool.Output;

/// <summary>The end of a dashboard; where it was has been said. Outcome: <c>ended</c>.</summary>
internal sealed record DashboardDocument : Document
{
    public override void Print(TextReport report)
    {
        // Who ended it knows.
    }
}
