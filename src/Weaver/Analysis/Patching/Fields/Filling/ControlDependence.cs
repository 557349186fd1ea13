namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Which branches decide whether an instruction runs, and where all ways that begin at a branch meet again. After Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm",
/// on the flow turned round. Handlers are not part of it.
/// </summary>
internal sealed class ControlDependence
{
    private const int Unknown = -1;

    private readonly MethodFlow _flow;
    private readonly int[] _meet;
    private readonly int[] _rank;
    private readonly Dictionary<int, List<int>> _deciding = [];

    public ControlDependence(MethodFlow flow)
    {
        _flow = flow;
        _meet = [.. Enumerable.Repeat(Unknown, flow.Code.Count + 1)];
        _rank = new int[flow.Code.Count + 1];
        FindMeetings(Order());
        for (var branch = 0; branch < flow.Code.Count; branch++)
        {
            if (flow.Next(branch).Count > 1 && _meet[branch] != Unknown)
                FindDependents(branch);
        }
    }

    /// <summary>Where all ways from an instruction come together; null where some never end.</summary>
    public int? MeetingOf(int index) => _meet[index] == Unknown ? null : _meet[index];

    /// <summary>The branches that decide whether an instruction runs.</summary>
    public IReadOnlyList<int> Deciding(int index) => _deciding.TryGetValue(index, out var branches) ? branches : [];

    private void FindDependents(int branch)
    {
        foreach (var way in _flow.Next(branch))
        {
            for (var i = way; i != _meet[branch] && i != Unknown; i = _meet[i])
            {
                if (!_deciding.TryGetValue(i, out var branches))
                    _deciding.Add(i, branches = []);
                if (!branches.Contains(branch))
                    branches.Add(branch);
            }
        }
    }

    // From the end backwards, each before what leads to it only through it.
    private List<int> Order()
    {
        var leading = Enumerable.Range(0, _flow.Code.Count + 1).Select(static _ => new List<int>()).ToArray();
        for (var i = 0; i < _flow.Code.Count; i++)
        {
            foreach (var next in _flow.Next(i))
                leading[next].Add(i);
        }

        var order = new List<int>();
        var seen = new HashSet<int> { _flow.Exit };
        var work = new Stack<(int Index, int Child)>();
        work.Push((_flow.Exit, 0));
        while (work.Count > 0)
        {
            var (index, child) = work.Pop();
            if (child == leading[index].Count)
            {
                _rank[index] = order.Count;
                order.Add(index);
                continue;
            }

            work.Push((index, child + 1));
            if (seen.Add(leading[index][child]))
                work.Push((leading[index][child], 0));
        }

        order.Reverse();
        return order;
    }

    private void FindMeetings(List<int> order)
    {
        _meet[_flow.Exit] = _flow.Exit;
        bool changed;
        do
        {
            changed = false;
            foreach (var index in order.Where(i => i != _flow.Exit))
            {
                var meeting = Unknown;
                foreach (var next in _flow.Next(index).Where(n => _meet[n] != Unknown))
                    meeting = meeting == Unknown ? next : Common(meeting, next);
                changed |= _meet[index] != meeting;
                _meet[index] = meeting;
            }
        }
        while (changed);
    }

    private int Common(int one, int other)
    {
        while (one != other)
        {
            while (_rank[one] < _rank[other])
                one = _meet[one];
            while (_rank[other] < _rank[one])
                other = _meet[other];
        }

        return one;
    }
}
