namespace HotWeave.Weaver.Analysis.Loops;

/// <summary>Finds strongly connected parts of a graph (Tarjan's algorithm, without recursion: bodies are long).</summary>
internal sealed class LoopSearch
{
    private readonly ICollection<int> _nodes;
    private readonly Func<int, IEnumerable<int>> _successors;
    private readonly HashSet<int> _within;
    private readonly Dictionary<int, int> _order = [];
    private readonly Dictionary<int, int> _lowest = [];
    private readonly Stack<int> _open = new();
    private readonly HashSet<int> _isOpen = [];
    private readonly List<HashSet<int>> _found = [];

    /// <summary>Makes a search.</summary>
    /// <param name="nodes">The nodes to look at; edges to others do not count.</param>
    /// <param name="successors">The edges.</param>
    public LoopSearch(ICollection<int> nodes, Func<int, IEnumerable<int>> successors)
    {
        _nodes = nodes;
        _within = [.. nodes];
        _successors = successors;
    }

    /// <summary>The parts that have a cycle, by their first node.</summary>
    public IEnumerable<HashSet<int>> Run()
    {
        foreach (var node in _nodes)
        {
            if (!_order.ContainsKey(node))
                Visit(node);
        }

        return _found.OrderBy(static l => l.Min());
    }

    private void Visit(int root)
    {
        var path = new Stack<(int Node, IEnumerator<int> Ahead)>();
        Enter(root, path);
        while (path.Count > 0)
        {
            var (node, ahead) = path.Peek();
            if (ahead.MoveNext())
            {
                var next = ahead.Current;
                if (!_within.Contains(next))
                    continue;
                if (!_order.TryGetValue(next, out var order))
                    Enter(next, path);
                else if (_isOpen.Contains(next))
                    _lowest[node] = Math.Min(_lowest[node], order);
                continue;
            }

            path.Pop();
            if (path.Count > 0)
                _lowest[path.Peek().Node] = Math.Min(_lowest[path.Peek().Node], _lowest[node]);
            if (_lowest[node] == _order[node])
                Close(node);
        }
    }

    private void Enter(int node, Stack<(int Node, IEnumerator<int> Ahead)> path)
    {
        _order[node] = _lowest[node] = _order.Count;
        _open.Push(node);
        _isOpen.Add(node);
        path.Push((node, _successors(node).GetEnumerator()));
    }

    private void Close(int root)
    {
        var part = new HashSet<int>();
        int node;
        do
        {
            node = _open.Pop();
            _isOpen.Remove(node);
            part.Add(node);
        }
        while (node != root);
        if (part.Count > 1 || _successors(root).Contains(root))
            _found.Add(part);
    }
}
