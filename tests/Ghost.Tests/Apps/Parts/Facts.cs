namespace Parts;

/// <summary>What the program does, as one line: each build has its own.</summary>
public static class Facts
{
    public static string Collect()
    {
        var clerk = new Clerk();
        var f = 1;
        var many = clerk.Many(1, "two", 3, 4, 5, ref f, out var g);
        var meter = new Meter();
        meter.Advance(2);
        string[] facts =
        [
            clerk.Describe(), clerk.Guard("a"), clerk.Guard(null), clerk.Last, $"{many} {f} {g}", clerk[3].ToString(),
            clerk.LookUpAsync(5).GetAwaiter().GetResult(), string.Join(",", clerk.Count(3)), clerk.Closure(2)(4), clerk.Sum([1, 2]),
            new Circle().Name(), new Circle().Radius.ToString(), new Square().Draw("x"), new Circle().Draw(1.5), new Circle().Call(),
            ((INamed)new Named()).Name(), ((INamed)new Named()).Greeting(), Named.Kind, Generic.Kind<Named>(),
            meter.Advance(3).ToString(), (meter + meter).ToString(), new Point(1, 2).Sum().ToString(), (new Point(1, 2) with { X = 5 }).Sum().ToString(),
            new Box<string>("s").Show(1), new Box<int>(3).Show("t"), Box<Uri>.Of(), Box<long>.Of(), new Box<string>.Inner<int>().Compare(1, 2, "c"),
            Generic.Size(1).ToString(), Generic.Size(2L).ToString(), Generic.Make<List<int>>().Count.ToString(),
            string.Join(",", Generic.Fill(new List<string>(), "i")), string.Join(",", Generic.Fill(new List<int>(), 6)), Failure(clerk),
        ];
        return string.Join(" | ", facts);
    }

    public static string Trace()
    {
        try
        {
            return new Clerk().Fail();
        }
        catch (InvalidOperationException e)
        {
            return e.StackTrace!.ReplaceLineEndings(" ");
        }
    }

    private static string Failure(Clerk clerk)
    {
        try
        {
            return clerk.Fail();
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }
}
