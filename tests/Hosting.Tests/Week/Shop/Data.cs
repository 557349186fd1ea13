using Microsoft.EntityFrameworkCore;

namespace Week.Data;

public class Article
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public int Stock { get; set; }
}

public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Article> Articles => Set<Article>();
}

public class Articles(ShopContext context)
{
    public async Task<string> ListAsync()
    {
#if V2
        var found = context.Articles.Where(static a => a.Stock > 1).OrderByDescending(static a => a.Name).Select(static a => a.Name + ":" + a.Stock);
#elif V3
        var found = context.Articles.GroupBy(static a => a.Stock > 1).OrderBy(static g => g.Key).Select(static g => g.Key + "=" + g.Count());
#else
        var found = context.Articles.OrderBy(static a => a.Name).Select(static a => a.Name);
#endif
        return string.Join(",", await found.ToListAsync());
    }
}
